import type { HttpResponse, JsonSchema } from '@tessera/contract.define/document'
import { filledProperties } from './defaults.ts'
import { type Model, type Operation, REQUEST_PARTS, slotOf } from './model.ts'
import { literal, lowerFirst } from './names.ts'
import { OPEN_ENUM } from './open-enum.ts'
import { type Defs, mapSchemas, refName, stringsOf } from './schema.ts'
import type { NamedType } from './type-book.ts'

/** `schemas.ts` of the mocks: plain JSON Schema, so that mocks need nothing of the contract. */
export function mockSchemasFile(model: Model): string {
  const defs = Object.entries(model.defs).map(
    ([name, schema]) => `${literal(name)}: ${schemaCode(schema, model.defs)},\n`,
  )
  const operations = [...model.operations, ...model.webhooks].map((operation) => operationSchemas(model, operation))
  const payloads = model.exchanges.length === 0 ? [] : [...new Set(model.types.slots.values())]
  const messages = payloads.map(
    (type) => `export const ${payloadSchemaName(type)}: JsonSchema = ${schemaCode(type.schema, model.defs)}\n`,
  )
  return `import type { JsonSchema } from '@tessera/contract.mock'

/** Named schemas. Properties with a default are required: what is mocked is what a reader is handed. */
export const defs: Readonly<Record<string, JsonSchema>> = {\n${defs.join('')}}

${[...operations, ...messages].join('\n')}`
}

/** \`chargeSchema\` */
export function payloadSchemaName({ base }: NamedType): string {
  return `${lowerFirst(base)}Schema`
}

/** The code of a payload's schema: a constant, or a reference to a named one. */
export function payloadSchema(model: Model, at: string): string {
  const type = model.types.slots.get(at)
  return type ? payloadSchemaName(type) : literal({ $ref: `#/$defs/${refName(slotOf(model, at).schema)}` })
}

/** \`createOrderRequest\` */
export function requestSchemaName(operation: Operation): string {
  return `${lowerFirst(operation.name)}Request`
}

/** \`createOrderResponses\` */
export function responsesSchemaName(operation: Operation): string {
  return `${lowerFirst(operation.name)}Responses`
}

function operationSchemas(model: Model, operation: Operation): string {
  const statuses = Object.keys(operation.responses).map(Number)
  const responses = responseSchemas(model, operation).map(
    ([status, schema]) => `${status}: ${schemaCode(schema, model.defs)},\n`,
  )
  return `export const ${requestSchemaName(operation)}: JsonSchema = ${schemaCode(requestSchema(model, operation), model.defs)}

export const ${responsesSchemaName(operation)}: Readonly<Record<${statuses.join(' | ') || 'never'}, JsonSchema>> = {
  ${responses.join('')}
}
`
}

/** By status, what a reply to the operation is. */
export function responseSchemas(model: Model, { responses }: Operation): readonly (readonly [number, JsonSchema])[] {
  return Object.entries(responses).map(([status, response]) => {
    const parts = {
      status: { const: Number(status) },
      ...headersPart(model, response),
      ...bodyPart(model, status, response),
    }
    return [Number(status), objectOf(parts)]
  })
}

function headersPart(model: Model, { headers }: HttpResponse): Record<string, JsonSchema> {
  return headers === undefined ? {} : { headers: slotOf(model, headers).schema }
}

/** A problem tells its status once more. */
function bodyPart(model: Model, status: string, { body, problem }: HttpResponse): Record<string, JsonSchema> {
  if (body === undefined) return {}
  const { schema } = slotOf(model, body)
  const told = { properties: { status: { const: Number(status) } } }
  return { body: problem ? { allOf: [schema, told] } : schema }
}

/** What a request of the operation is. */
export function requestSchema(model: Model, { request }: Operation): JsonSchema {
  const parts = REQUEST_PARTS.flatMap((part) => {
    const at = request[part]
    return at === undefined ? [] : [[part, slotOf(model, at).schema] as const]
  })
  return objectOf(Object.fromEntries(parts))
}

function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function schemaCode(schema: JsonSchema, defs: Defs): string {
  return literal(handed(schema, defs))
}

/** The schema of what a reader is handed, without what says nothing about values. */
function handed(schema: JsonSchema, defs: Defs): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const required = [...stringsOf(schema, 'required'), ...filledProperties(schema, defs).keys()]
  const inner = mapSchemas(
    schema,
    (part) => handed(part, defs),
    (part) => part,
  )
  const kept = Object.entries(inner).filter(([keyword]) => !DROPPED.has(keyword) && isKept(keyword))
  return { ...Object.fromEntries(kept), ...(required.length === 0 ? {} : { required }) }
}

function isKept(keyword: string): boolean {
  return keyword === OPEN_ENUM || !keyword.startsWith('x-')
}

const DROPPED = new Set(['title', 'deprecated', '$comment', 'readOnly', 'writeOnly'])
