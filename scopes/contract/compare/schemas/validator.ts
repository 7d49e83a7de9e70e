import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { childrenOf, mapChildren } from './keywords.ts'
import { META_SCHEMAS, metaSchema } from './meta-schemas.ts'
import { compilePattern } from './patterns.ts'

/** Whether a value is valid, as ajv sees it; undefined where it cannot say. */
export type Validator = (value: unknown) => boolean | undefined

/** Compiling is most of what a verdict costs: the code is not made smaller, for it runs only once or twice. */
const OPTIONS = {
  strict: false,
  validateSchema: false,
  logger: false,
  ownProperties: true,
  unicodeRegExp: true,
  formats: fullFormats,
  code: { optimize: false, regExp: Object.assign(toRegExp, { code: 'undefined' }) },
} as const

/** As in ajv, but a pattern that is none under the flag `u` is read without it. */
function toRegExp(source: string): RegExp {
  return compilePattern(source) ?? new RegExp(source, 'u')
}

type AjvClass = typeof Ajv2019 | typeof Ajv2020
const shared = new Map<AjvClass, Ajv2019 | Ajv2020>()

/** Characters of a schema that is compiled for each value anew, without what the value has nothing of. */
const LARGE = 50_000

/** Compiles a modernised schema when the first value is asked about. */
export function createValidator(schema: JsonSchema, defs: Defs = {}): Validator {
  const all = withDefs(schema, defs)
  let named: number | undefined
  let whole: Validator | undefined
  return (value) => {
    named ??= propertiesOfLarge(all)
    const names = named === 0 ? NO_NAMES : namesIn(value)
    if (names.size < named / 2) return createWhole(withNames(all, names))(value)
    whole ??= (named === 0 ? undefined : createByProperty(all)) ?? createWhole(all)
    return whole(value)
  }
}

const NO_NAMES: ReadonlySet<string> = new Set()

/** How many properties a large schema names; 0 where none of them can be left out, for references point into them. */
function propertiesOfLarge(schema: JsonSchema): number {
  const text = JSON.stringify(schema)
  return text.length > LARGE && !text.includes('/properties/') ? countNames(schema) : 0
}

/**
 * Code for all errors stays flat where there are thousands of properties, and is right where `contains` stands beside
 * `unevaluatedItems`.
 */
function createWhole(schema: JsonSchema): Validator {
  const compiled = new Map<boolean, Validator | undefined>()
  return (value) => {
    for (const allErrors of [true, false]) {
      if (!compiled.has(allErrors)) compiled.set(allErrors, tryCompile(schema, allErrors))
      try {
        return compiled.get(allErrors)?.(value)
      } catch {
        // The code that ajv makes for unevaluated properties can fail; what it makes for one error does so elsewhere.
      }
    }
    return undefined
  }
}

/** The properties of a large object one by one: alike ones share their code. Undefined where more than names ties them. */
function createByProperty(schema: JsonSchema): Validator | undefined {
  const root = behindReference(schema)
  const { properties, $defs } = root
  if (!isRecord(properties) || TIED.test(JSON.stringify(root))) return undefined
  const names = Object.keys(properties)
  const around = createWhole({ ...root, properties: Object.fromEntries(names.map((name) => [name, true])) })
  const validators = new Map<string, Validator>()
  const validatorOf = (part: JsonSchema): Validator => {
    const text = JSON.stringify(part)
    const known = validators.get(text) ?? createWhole(isRecord($defs) ? withDefs(part, $defs as Defs) : part)
    validators.set(text, known)
    return known
  }
  return (value) => {
    const fits = around(value)
    if (fits !== true || !isRecord(value)) return fits
    const own = names.filter((name) => Object.hasOwn(value, name))
    const each = own.map((name) => validatorOf(properties[name] as JsonSchema)(value[name]))
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true
  }
}

type Defs = Readonly<Record<string, JsonSchema>>

/** References that depend on where they stand, and keywords that ask what others have looked at. */
const TIED = /"\$(id|anchor|dynamic\w+|recursive\w+)":|"unevaluated|"\$ref":"(?!#\/\$defs\/)/

/** A named schema in place of what only refers to it. */
function behindReference(schema: JsonSchema): Readonly<Record<string, unknown>> {
  if (!isRecord(schema)) return {}
  const { $ref, $defs, ...others } = schema
  if (typeof $ref !== 'string' || !isRecord($defs) || Object.keys(others).length > 0) return schema
  const target = $defs[$ref.replace('#/$defs/', '')]
  return isRecord(target) ? { ...target, $defs } : schema
}

/** What is said of properties that a value does not have says nothing of the value. */
function withNames(schema: JsonSchema, names: ReadonlySet<string>): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const { properties } = schema
  const kept = isRecord(properties) ? { properties: pick(properties, names) } : {}
  return mapChildren({ ...schema, ...kept } as JsonSchemaObject, (child) => withNames(child, names))
}

function pick(properties: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(
    [...names].filter((name) => Object.hasOwn(properties, name)).map((name) => [name, properties[name]]),
  )
}

function countNames(schema: JsonSchema): number {
  if (typeof schema === 'boolean') return 0
  const own = isRecord(schema['properties']) ? Object.keys(schema['properties']).length : 0
  return childrenOf(schema).reduce((sum, [, child]) => sum + countNames(child), own)
}

function namesIn(value: unknown, names = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return names
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) names.add(name)
    namesIn(inner, names)
  }
  return names
}

function withDefs(schema: JsonSchema, defs: Defs): JsonSchema {
  if (!isRecord(schema) || Object.keys(defs).length === 0) return schema
  return { ...schema, $defs: { ...defs, ...(schema['$defs'] as object | undefined) } }
}

function tryCompile(schema: JsonSchema, allErrors: boolean): Validator | undefined {
  if (typeof schema === 'boolean') return () => schema
  const text = JSON.stringify(schema)
  const Ajv = /"items":\[/.test(text) || text.includes('"$recursiveRef"') ? Ajv2019 : Ajv2020
  const ajv =
    /"\$(id|dynamicAnchor|recursiveAnchor)"/.test(text) || !allErrors ? createAjv(Ajv, allErrors) : sharedAjv(Ajv)
  try {
    return ajv.compile(schema) as Validator
  } catch {
    return undefined
  } finally {
    // A schema without an `$id` is kept under the empty one as well, and would be found by the next.
    ajv.removeSchema(schema).removeSchema('')
  }
}

function sharedAjv(Ajv: AjvClass): Ajv2019 | Ajv2020 {
  const known = shared.get(Ajv) ?? createAjv(Ajv, true)
  shared.set(Ajv, known)
  return known
}

function createAjv(Ajv: AjvClass, allErrors: boolean): Ajv2019 | Ajv2020 {
  const ajv = new Ajv({ ...OPTIONS, allErrors })
  for (const uri of META_SCHEMAS) ajv.addMetaSchema(metaSchema(uri) ?? {}, uri)
  return ajv
}
