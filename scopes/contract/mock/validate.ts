import { equal, escapePointer, isObject, type JsonType, lengthOf, typeOf } from './equal.ts'
import { checkFormat } from './formats.ts'
import type { References } from './references.ts'
import { compilePattern } from './pattern-syntax.ts'
import type { JsonSchema, JsonSchemaObject } from './types.ts'

/** The first thing wrong with a value. */
export interface Violation {
  readonly keyword: string
  /** JSON pointer into the value. */
  readonly pointer: string
  readonly message: string
}

/** What of a value the schema has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
interface Seen {
  readonly keys: Set<string>
  readonly items: Set<number>
}

interface Run {
  readonly references: References
  readonly seen: Seen
  readonly pointer: string
  /** References being followed at this very place: one that comes back would never end. */
  readonly open: readonly JsonSchema[]
}

/**
 * Checks a value against the keywords this package knows. It must never be laxer than a real validator: what it lets
 * through is handed out as valid.
 */
export function validate(schema: JsonSchema, value: unknown, references: References): Violation | undefined {
  return check(schema, value, { references, seen: nothingSeen(), pointer: '', open: [] })
}

function check(schema: JsonSchema, value: unknown, run: Run): Violation | undefined {
  if (schema === true) return undefined
  if (schema === false) return { keyword: 'false schema', pointer: run.pointer, message: 'nothing is allowed here' }
  if (run.open.includes(schema)) return undefined
  const inner: Run = { ...run, open: [...run.open, schema], seen: nothingSeen() }
  const violation =
    checkReference(schema, value, inner) ??
    checkAnyType(schema, value, inner) ??
    checkNumber(schema, value, inner) ??
    checkString(schema, value, inner) ??
    checkArray(schema, value, inner) ??
    checkObject(schema, value, inner) ??
    checkBranches(schema, value, inner) ??
    checkUnevaluated(schema, value, inner)
  if (violation === undefined) merge(run.seen, inner.seen)
  return violation
}

function checkReference(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  for (const keyword of ['$dynamicRef', '$recursiveRef']) {
    if (keyword in schema) return fail(keyword, run, `${keyword} is not supported`)
  }
  const ref = schema['$ref']
  if (typeof ref !== 'string') return undefined
  const target = run.references.resolve(ref)
  return target === undefined ? fail('$ref', run, `"${ref}" leads nowhere`) : check(target, value, run)
}

function checkAnyType(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  const types = schema['type'] === undefined ? undefined : ([schema['type']].flat() as JsonType[])
  if (types && !types.some((type) => isOfType(value, type))) return fail('type', run, `must be ${types.join(' or ')}`)
  if ('const' in schema && !equal(value, schema['const'])) {
    return fail('const', run, `must be ${JSON.stringify(schema['const'])}`)
  }
  const values = schema['enum']
  if (Array.isArray(values) && !values.some((option) => equal(option, value))) {
    return fail('enum', run, `must be one of ${JSON.stringify(values)}`)
  }
  return undefined
}

function isOfType(value: unknown, type: JsonType): boolean {
  const actual = typeOf(value)
  return actual === type || (actual === 'integer' && type === 'number')
}

function checkNumber(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  if (typeof value !== 'number') return undefined
  const bound = (keyword: string, holds: (limit: number) => boolean): Violation | undefined => {
    const limit = schema[keyword]
    return typeof limit === 'number' && !holds(limit)
      ? fail(keyword, run, `${value} breaks ${keyword} ${limit}`)
      : undefined
  }
  return (
    bound('minimum', (limit) => value >= limit) ??
    bound('maximum', (limit) => value <= limit) ??
    bound('exclusiveMinimum', (limit) => value > limit) ??
    bound('exclusiveMaximum', (limit) => value < limit) ??
    // Division, not remainder, as validators do: 0.3 is no multiple of 0.1 to them.
    bound('multipleOf', (divisor) => Number.isInteger(value / divisor))
  )
}

function checkString(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  if (typeof value !== 'string') return undefined
  const length = lengthOf(value)
  const { minLength, maxLength, pattern, format } = schema
  if (typeof minLength === 'number' && length < minLength) return fail('minLength', run, `is shorter than ${minLength}`)
  if (typeof maxLength === 'number' && length > maxLength) return fail('maxLength', run, `is longer than ${maxLength}`)
  if (typeof pattern === 'string') {
    const regex = compilePattern(pattern)
    if (regex === undefined) return fail('pattern', run, `/${pattern}/ is no pattern`)
    if (!regex.test(value)) return fail('pattern', run, `does not match /${pattern}/`)
  }
  if (typeof format === 'string' && !checkFormat(format, value)) return fail('format', run, `is no ${format}`)
  return undefined
}

function checkArray(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  if (!Array.isArray(value)) return undefined
  const { minItems, maxItems, uniqueItems } = schema
  if (typeof minItems === 'number' && value.length < minItems)
    return fail('minItems', run, `has fewer than ${minItems}`)
  if (typeof maxItems === 'number' && value.length > maxItems) return fail('maxItems', run, `has more than ${maxItems}`)
  if (uniqueItems === true && value.some((item, i) => value.slice(0, i).some((other) => equal(item, other)))) {
    return fail('uniqueItems', run, 'has an item twice')
  }
  const prefix = (schema['prefixItems'] ?? []) as readonly JsonSchema[]
  const rest = schema['items'] as JsonSchema | undefined
  for (const [index, item] of value.entries()) {
    const part = prefix[index] ?? rest
    if (part === undefined) continue
    run.seen.items.add(index)
    const violation = check(part, item, below(run, index))
    if (violation) return violation
  }
  return checkContains(schema, value, run)
}

function checkContains(schema: JsonSchemaObject, value: readonly unknown[], run: Run): Violation | undefined {
  if (schema['contains'] === undefined) return undefined
  const { minContains = 1, maxContains = Infinity } = schema as { minContains?: number; maxContains?: number }
  const found = value.flatMap((item, index) =>
    check(schema['contains'] as JsonSchema, item, below(run, index)) === undefined ? [index] : [],
  )
  for (const index of found) run.seen.items.add(index)
  if (found.length < minContains) return fail('contains', run, `contains fewer than ${minContains}`)
  if (found.length > maxContains) return fail('maxContains', run, `contains more than ${maxContains}`)
  return undefined
}

function checkObject(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  if (!isObject(value)) return undefined
  const keys = Object.keys(value)
  const { minProperties, maxProperties } = schema
  if (typeof minProperties === 'number' && keys.length < minProperties) {
    return fail('minProperties', run, `has fewer than ${minProperties} properties`)
  }
  if (typeof maxProperties === 'number' && keys.length > maxProperties) {
    return fail('maxProperties', run, `has more than ${maxProperties} properties`)
  }
  return (
    checkRequired(schema, value, run) ??
    first(keys, (key) => checkProperty(schema, key, value[key], run)) ??
    (schema['propertyNames'] === undefined
      ? undefined
      : first(keys, (key) =>
          check(schema['propertyNames'] as JsonSchema, key, below(run, key)) === undefined
            ? undefined
            : fail('propertyNames', below(run, key), `"${key}" is no name for a property here`),
        ))
  )
}

function checkRequired(schema: JsonSchemaObject, value: Record<string, unknown>, run: Run): Violation | undefined {
  const missing = (keys: unknown, keyword: string): Violation | undefined =>
    first((keys ?? []) as readonly string[], (key) =>
      Object.hasOwn(value, key) ? undefined : fail(keyword, run, `has no "${key}"`),
    )
  const present = (keyword: string): [string, unknown][] =>
    Object.entries((schema[keyword] ?? {}) as object).filter(([key]) => Object.hasOwn(value, key))
  return (
    missing(schema['required'], 'required') ??
    first(present('dependentRequired'), ([, keys]) => missing(keys, 'dependentRequired')) ??
    first(present('dependentSchemas'), ([, dependent]) => check(dependent as JsonSchema, value, run))
  )
}

function checkProperty(schema: JsonSchemaObject, key: string, value: unknown, run: Run): Violation | undefined {
  const parts = propertySchemas(schema, key)
  if (parts.length > 0) run.seen.keys.add(key)
  return first(parts, (part) => {
    if (part === false) return fail('additionalProperties', below(run, key), `"${key}" is not allowed`)
    return check(part, value, below(run, key))
  })
}

/** What one schema says of one property: by name, by pattern, else as an additional one. */
export function propertySchemas(schema: JsonSchemaObject, key: string): JsonSchema[] {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
  const patterns = (schema['patternProperties'] ?? {}) as Record<string, JsonSchema>
  const parts = [
    ...(Object.hasOwn(properties, key) ? [properties[key] as JsonSchema] : []),
    ...Object.entries(patterns).flatMap(([pattern, part]) => (compilePattern(pattern)?.test(key) ? [part] : [])),
  ]
  const rest = schema['additionalProperties'] as JsonSchema | undefined
  return parts.length > 0 || rest === undefined ? parts : [rest]
}

function checkBranches(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  const list = (keyword: string): readonly JsonSchema[] => (schema[keyword] ?? []) as readonly JsonSchema[]
  const violation = first(list('allOf'), (part) => check(part, value, run))
  if (violation) return violation
  const results = list('anyOf').map((part) => check(part, value, run))
  if (results.length > 0 && results.every((result) => result !== undefined)) return nearest(results, run, 'anyOf')
  const exclusive = list('oneOf').map((part) => check(part, value, run))
  const matches = exclusive.filter((result) => result === undefined).length
  if (exclusive.length > 0 && matches === 0) return nearest(exclusive, run, 'oneOf')
  if (matches > 1) return fail('oneOf', run, `matches ${matches} branches of oneOf, must match one`)
  const not = schema['not'] as JsonSchema | undefined
  if (not !== undefined && check(not, value, { ...run, seen: nothingSeen() }) === undefined) {
    return fail('not', run, 'matches what it must not')
  }
  return checkCondition(schema, value, run)
}

function checkCondition(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  if (schema['if'] === undefined) return undefined
  const branch = check(schema['if'] as JsonSchema, value, run) === undefined ? 'then' : 'else'
  return schema[branch] === undefined ? undefined : check(schema[branch] as JsonSchema, value, run)
}

function checkUnevaluated(schema: JsonSchemaObject, value: unknown, run: Run): Violation | undefined {
  const keys = schema['unevaluatedProperties'] as JsonSchema | undefined
  if (keys !== undefined && isObject(value)) {
    const rest = Object.keys(value).filter((key) => !run.seen.keys.has(key))
    for (const key of rest) run.seen.keys.add(key)
    const violation = first(rest, (key) => check(keys, value[key], below(run, key)))
    if (violation) return { ...violation, keyword: 'unevaluatedProperties' }
  }
  const items = schema['unevaluatedItems'] as JsonSchema | undefined
  if (items === undefined || !Array.isArray(value)) return undefined
  const rest = [...value.keys()].filter((index) => !run.seen.items.has(index))
  for (const index of rest) run.seen.items.add(index)
  const violation = first(rest, (index) => check(items, value[index], below(run, index)))
  return violation && { ...violation, keyword: 'unevaluatedItems' }
}

/** The branch that went furthest into the value says most about what is wrong. */
function nearest(results: readonly (Violation | undefined)[], run: Run, keyword: string): Violation {
  const deepest = results.reduce((a, b) => ((b?.pointer.length ?? 0) > (a?.pointer.length ?? 0) ? b : a))
  return deepest && deepest.pointer.length > run.pointer.length
    ? deepest
    : fail(keyword, run, `matches no branch of ${keyword}`)
}

function below(run: Run, segment: string | number): Run {
  return { ...run, open: [], seen: nothingSeen(), pointer: `${run.pointer}/${escapePointer(segment)}` }
}

function nothingSeen(): Seen {
  return { keys: new Set(), items: new Set() }
}

function merge(into: Seen, from: Seen): void {
  for (const key of from.keys) into.keys.add(key)
  for (const index of from.items) into.items.add(index)
}

function fail(keyword: string, run: Run, message: string): Violation {
  return { keyword, pointer: run.pointer, message }
}

function first<T>(list: readonly T[], find: (item: T) => Violation | undefined): Violation | undefined {
  for (const item of list) {
    const violation = find(item)
    if (violation) return violation
  }
  return undefined
}
