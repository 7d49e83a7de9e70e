import type { ContractDocument, HttpOperation, JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { present } from '../read/head.ts'
import { moveRefs } from '../schema/move-refs.ts'

export const SCHEMAS = '#/components/schemas/'

export type Part = 'params' | 'query' | 'headers'
const IN: Readonly<Record<Part, string>> = { params: 'path', query: 'query', headers: 'header' }
const ELSEWHERE = ['accept', 'content-type', 'authorization']

/** Named fields of a request, each as OpenAPI wants it. */
export function writeParameters(
  part: Part,
  schema: JsonSchema,
  operation: HttpOperation,
  $defs: ContractDocument['$defs'],
): readonly object[] {
  const { properties = {}, required = [] } = fieldsOf(schema, $defs)
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: IN[part],
    ...(part === 'params' || required.includes(name) ? { required: true } : {}),
    ...remarksOf(field),
    ...operation.styles?.[`${part}/${name}`],
    schema: moveRefs(field, SCHEMAS),
  }))
}

/** Header objects of an answer. */
export function writeHeaders(schema: JsonSchema, $defs: ContractDocument['$defs']): object {
  const { properties = {}, required = [] } = fieldsOf(schema, $defs)
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      { ...(required.includes(name) ? { required: true } : {}), ...remarksOf(field), schema: moveRefs(field, SCHEMAS) },
    ]),
  )
}

/** Whether reading the fields back gives the same schema: an object of named fields and nothing more. */
export function isReadBack(part: Part | 'answer', schema: JsonSchema): boolean {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return false
  const names = Object.keys(schema['properties'])
  const required = (schema['required'] ?? []) as readonly string[]
  return (
    names.length > 0 &&
    Object.keys(schema).every((word) => ['type', 'properties', 'required'].includes(word)) &&
    required.every((name) => names.includes(name)) &&
    (part !== 'headers' || !names.some((name) => ELSEWHERE.includes(name))) &&
    (part !== 'answer' || !names.includes('content-type')) &&
    (part === 'params' || part === 'query' || names.every((name) => name === name.toLowerCase()))
  )
}

interface Fields {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

function fieldsOf(schema: JsonSchema, $defs: ContractDocument['$defs'], depth = 20): Fields {
  if (!isRecord(schema) || depth === 0) return {}
  const { $ref } = schema
  return typeof $ref === 'string'
    ? fieldsOf($defs[$ref.replace('#/$defs/', '')] ?? true, $defs, depth - 1)
    : (schema as Fields)
}

function remarksOf(field: JsonSchema): JsonSchemaObject {
  if (!isRecord(field)) return {}
  const { description, deprecated } = field
  return present({ description, deprecated: deprecated === true ? true : undefined })
}
