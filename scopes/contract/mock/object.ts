import { type Context, empty, type Failure, found, gaveUp, type Make, type Outcome, type Spot } from './context.ts'
import { escapePointer, isObject } from './equal.ts'
import { type Facts, highest, lowest, said } from './facts.ts'
import { lookAhead } from './recursion.ts'
import type { JsonSchema } from './types.ts'
import { propertySchemas } from './validate.ts'

export interface Composite {
  readonly context: Context
  readonly facts: Facts
  readonly spot: Spot
  readonly make: Make
}

/** Chance that an optional property is there, where `optionals` is `some`. */
const PRESENT = 0.7

/** An object: the required properties, optional ones by chance, more names where a count asks for them. */
export function makeObject(part: Composite): Outcome {
  const { facts, spot } = part
  const least = highest(facts, 'minProperties') ?? 0
  const most = lowest(facts, 'maxProperties') ?? Infinity
  const required = requiredKeys(facts)
  if (required.size > most)
    return empty(spot, 'maxProperties', `${required.size} properties are required, ${most} allowed`)
  if (least > most) return empty(spot, 'minProperties', `at least ${least} and at most ${most} properties`)
  const clash = [...required].find((key) => facts.forbidden.has(key))
  if (clash !== undefined) return empty(spot, 'required', `"${clash}" is required and must not be there`)
  const values = new Map<string, unknown>()
  for (const key of required) {
    const result = makeProperty(part, key)
    if (!result.ok) return result
    values.set(key, result.value)
  }
  addOptionals(part, values, { least, most })
  addMore(part, values, { least, most })
  if (values.size < least) return gaveUp(spot, 'minProperties', `no ${least} properties were found`)
  return found(inOrder(facts, values))
}

interface Count {
  readonly least: number
  readonly most: number
}

/** What `required` says, and what the presence of these requires in turn. */
function requiredKeys(facts: Facts): Set<string> {
  const keys = new Set(said<readonly string[]>(facts, 'required').flat())
  const dependent = said<Record<string, readonly string[]>>(facts, 'dependentRequired')
  for (let size = -1; size !== keys.size;) {
    size = keys.size
    for (const key of [...keys]) for (const more of dependent) (more[key] ?? []).forEach((other) => keys.add(other))
  }
  return keys
}

function addOptionals(part: Composite, values: Map<string, unknown>, count: Count): void {
  const { context, facts, spot } = part
  const names = declaredKeys(facts).filter((key) => !values.has(key) && !facts.forbidden.has(key))
  const wanted = names.filter((key) => {
    if (lookAhead(context, propertySchema(facts, key), spot)) return false
    if (context.optionals === 'some') return spot.random.fork(`?${key}`).chance(PRESENT)
    return context.optionals === 'all'
  })
  const rest = names.filter((key) => !wanted.includes(key))
  for (const key of wanted) if (values.size < count.most) addWithDependents(part, values, key, count)
  for (const key of rest) if (values.size < count.least) addWithDependents(part, values, key, count)
}

/** With what it requires in turn; a property that cannot be made is left out. */
function addWithDependents(part: Composite, values: Map<string, unknown>, key: string, count: Count): void {
  if (values.has(key)) return
  const added = new Map<string, unknown>()
  const queue = [key]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (values.has(next) || added.has(next)) continue
    const result = part.facts.forbidden.has(next) ? undefined : makeProperty(part, next)
    if (!result?.ok || values.size + added.size >= count.most) return
    added.set(next, result.value)
    for (const dependent of said<Record<string, readonly string[]>>(part.facts, 'dependentRequired')) {
      queue.push(...(dependent[next] ?? []))
    }
  }
  for (const [name, value] of added) values.set(name, value)
}

/** Names that no schema declares: for maps, and where a count asks for more than is declared. */
function addMore(part: Composite, values: Map<string, unknown>, { least, most }: Count): void {
  const { context, facts, spot } = part
  const isMap = isMapLike(facts) && context.optionals !== 'none' && !lookAhead(context, mapValue(facts), spot)
  const random = spot.random.fork('~more')
  const wanted = Math.min(most, Math.max(least, values.size, isMap ? random.int(1, 3) : 0))
  for (let attempt = 0; values.size < wanted && attempt < wanted * 10 + 20; attempt++) {
    const key = makeKey(part, attempt)
    if (key === undefined || values.has(key) || facts.forbidden.has(key)) continue
    addWithDependents(part, values, key, { least, most })
  }
}

/** Says what its values are, but names none: a dictionary. */
function isMapLike(facts: Facts): boolean {
  const hasValues = facts.all.some(
    (schema) => isObject(schema['additionalProperties']) && Object.keys(schema['additionalProperties']).length > 0,
  )
  return declaredKeys(facts).length === 0 && (hasValues || said(facts, 'patternProperties').length > 0)
}

function mapValue(facts: Facts): JsonSchema {
  return said<JsonSchema>(facts, 'additionalProperties').find((schema) => isObject(schema)) ?? true
}

function makeKey({ facts, spot, make }: Composite, attempt: number): string | undefined {
  const random = spot.random.fork(`~key${attempt}`)
  const patterns = said<Record<string, JsonSchema>>(facts, 'patternProperties').flatMap((one) => Object.keys(one))
  const names = said<JsonSchema>(facts, 'propertyNames')
  const usesPattern = patterns.length > 0 && (attempt % 2 === 0 || said(facts, 'additionalProperties').includes(false))
  const schema = {
    type: 'string',
    minLength: 1,
    allOf: [...names, ...(usesPattern ? [{ pattern: random.pick(patterns) }] : [])],
  }
  const result = make(schema, { ...spot, random, names: [...spot.names, 'key'], pointer: `${spot.pointer}/*` })
  return result.ok && typeof result.value === 'string' ? result.value : undefined
}

function makeProperty({ facts, spot, make }: Composite, key: string): Outcome {
  const at: Spot = {
    ...spot,
    pointer: `${spot.pointer}/${escapePointer(key)}`,
    random: spot.random.fork(key),
    names: [...spot.names, key],
  }
  const wrongName = checkName(facts, key, at, make)
  return wrongName ?? make(propertySchema(facts, key), at)
}

function checkName(facts: Facts, key: string, spot: Spot, make: Make): Failure | undefined {
  const names = said<JsonSchema>(facts, 'propertyNames')
  if (names.length === 0) return undefined
  const result = make({ const: key, allOf: names }, spot)
  return result.ok ? undefined : { ...result, keyword: 'propertyNames' }
}

/** What all schemas together say of one property. */
function propertySchema(facts: Facts, key: string): JsonSchema {
  const parts = facts.all.flatMap((schema) => propertySchemas(schema, key))
  const unevaluated = said<JsonSchema>(facts, 'unevaluatedProperties')
  const all = parts.length === 0 ? unevaluated : parts
  if (all.length === 0) return true
  return all.length === 1 ? (all[0] as JsonSchema) : { allOf: all }
}

function declaredKeys(facts: Facts): string[] {
  return [...new Set(said<object>(facts, 'properties').flatMap((properties) => Object.keys(properties)))]
}

/** Declared properties in the order of their declaration, then the others. */
function inOrder(facts: Facts, values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const keys = [...declaredKeys(facts).filter((key) => values.has(key)), ...values.keys()]
  return Object.fromEntries([...new Set(keys)].map((key) => [key, values.get(key)]))
}
