import type { JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
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

/**
 * Compiles a modernised schema when the first value is asked about. Code for all errors stays flat where there are
 * thousands of properties, and is right where `contains` stands beside `unevaluatedItems`.
 */
export function createValidator(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>> = {}): Validator {
  const compiled = new Map<boolean, Validator | undefined>()
  return (value) => {
    for (const allErrors of [true, false]) {
      if (!compiled.has(allErrors)) compiled.set(allErrors, tryCompile(withDefs(schema, defs), allErrors))
      try {
        return compiled.get(allErrors)?.(value)
      } catch {
        // The code that ajv makes for unevaluated properties can fail; what it makes for one error does so elsewhere.
      }
    }
    return undefined
  }
}

function withDefs(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>): JsonSchema {
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
