import type { JsonSchemaObject } from '@tessera/contract.define/document'
import type { ChecksWriter } from './checks-writer.ts'
import { type At, type Code, reportCode } from './code.ts'
import { literal } from './names.ts'
import { typesOf } from './schema.ts'
import { hasType } from './type-tests.ts'

/** Beyond these a list is shorter than the comparisons. */
const COMPARED = 8

/** The values that `enum` and `const` leave, of the types that the schema names; nothing where neither is there. */
export function valuesOf(schema: JsonSchemaObject): readonly unknown[] | undefined {
  const options = Array.isArray(schema['enum']) ? (schema['enum'] as readonly unknown[]) : undefined
  if (schema['const'] === undefined && options === undefined) return undefined
  const types = typesOf(schema)
  const typed = (value: unknown) => types.length === 0 || types.some((type) => hasType(value, type))
  if (schema['const'] === undefined) return options?.filter(typed)
  const held = options === undefined || options.some((option) => literal(option) === literal(schema['const']))
  return held ? [schema['const']].filter(typed) : []
}

/** `enum` and `const`. */
export function checkValues(schema: JsonSchemaObject, at: At, writer: ChecksWriter): Code {
  const values = valuesOf(schema)
  if (values === undefined) return []
  const keyword = schema['const'] === undefined ? 'enum' : 'const'
  const options = values.map((value) => literal(value)).join(', ')
  const message =
    values.length === 1 ? `must be ${options}` : values.length === 0 ? 'can never hold' : `must be one of ${options}`
  return [`if (${isNone(values, at, writer)}) ${reportCode(at, keyword, message)}`]
}

function isNone(values: readonly unknown[], { value }: At, writer: ChecksWriter): string {
  if (values.length === 0) return 'true'
  const list = `[${values.map((option) => literal(option)).join(', ')}]`
  if (values.some((option) => typeof option === 'object' && option !== null)) {
    return `!${list}.some((option) => ${writer.core('deepEqual')}(${value}, option))`
  }
  if (values.length > COMPARED) return `!(${list} as readonly unknown[]).includes(${value})`
  return values.map((option) => `${value} !== ${literal(option)}`).join(' && ')
}
