import type { ContractDocument, HttpOperation, JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { present } from '../read/head.ts'
import { mockFields } from './mocks.ts'
import { parameterText, type Part, queryPairs } from './parameter.ts'

interface Named {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly disabled?: true
}

/** Postman's URL object: `{{baseUrl}}/orders/:id?limit=20`. */
export function urlOf(operation: HttpOperation, document: ContractDocument): object {
  const { path } = operation
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll(/\{([^}]*)\}/g, ':$1'))
  const query = fieldList('query', operation, document)
  const variable = fieldList('params', operation, document)
  const sent = query.filter(({ disabled }) => disabled !== true)
  const search = sent.map(({ key, value }) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')
  return {
    raw: `{{baseUrl}}/${segments.join('/')}${search === '' ? '' : `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: segments,
    ...(query.length === 0 ? {} : { query }),
    ...(variable.length === 0
      ? {}
      : { variable: variable.map(({ key, value, description }) => present({ key, value, description })) }),
  }
}

/** Each field with a mock value; those that may be left out are there, but switched off. */
export function fieldList(
  part: Part,
  { request, styles = {} }: HttpOperation,
  document: ContractDocument,
): readonly Named[] {
  const schema = document.slots.find((slot) => slot.at === request[part])?.schema
  if (schema === undefined) return []
  const { properties = {}, required = [] } = fieldsOf(schema, document.$defs)
  const mocks = mockFields(schema, document)
  return Object.entries(properties).flatMap(([name, field]) => {
    const value = Object.hasOwn(mocks, name) ? mocks[name] : ''
    const style = styles[`${part}/${name}`]
    const pairs =
      part === 'query' ? queryPairs(name, value, style) : [[name, parameterText(name, value, style)] as const]
    const description =
      isRecord(field) && typeof field['description'] === 'string' ? { description: field['description'] } : {}
    const off = required.includes(name) ? {} : { disabled: true as const }
    return pairs.map(([key, text]) => ({ key, value: text, ...description, ...off }))
  })
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
