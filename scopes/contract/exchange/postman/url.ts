import type { ContractDocument, HttpOperation, JsonSchema } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { present } from '../read/head.ts'
import { asText, mockFields } from './mocks.ts'

interface Named {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly disabled?: true
}

/** Postman's URL object: `{{baseUrl}}/orders/:id?limit=20`. */
export function urlOf(operation: HttpOperation, document: ContractDocument): object {
  const { path, request } = operation
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll(/\{([^}]*)\}/g, ':$1'))
  const query = fieldList(request.query, document, (name) => operation.styles?.[`query/${name}`]?.explode !== false)
  const variable = fieldList(request.params, document)
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
  at: string | undefined,
  document: ContractDocument,
  repeats: (name: string) => boolean = () => false,
): readonly Named[] {
  const schema = document.slots.find((slot) => slot.at === at)?.schema
  if (schema === undefined) return []
  const { properties = {}, required = [] } = fieldsOf(schema, document.$defs)
  const mocks = mockFields(schema, document)
  return Object.entries(properties).flatMap(([key, field]) => {
    const value = Object.hasOwn(mocks, key) ? mocks[key] : undefined
    const values = Array.isArray(value)
      ? repeats(key)
        ? value.map(asText)
        : [value.map(asText).join(',')]
      : [value === undefined ? '' : asText(value)]
    const description =
      isRecord(field) && typeof field['description'] === 'string' ? { description: field['description'] } : {}
    const isSent = required.includes(key)
    return values.map((text) => ({ key, value: text, ...description, ...(isSent ? {} : { disabled: true as const }) }))
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
