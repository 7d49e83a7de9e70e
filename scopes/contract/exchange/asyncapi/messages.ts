import type { JsonSchema, Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Reading } from '../openapi/reading.ts'
import { exists, items, member, type Place, text } from '../read/place.ts'
import type { Dialect } from '../schema/translate.ts'
import type { NamedMessage } from './flows.ts'

/** What several messages of one flow come to: one payload, which is any of theirs. */
export interface Payload {
  readonly schema: JsonSchema
  readonly mediaType?: string
  readonly maxBytes?: number
}

/** A member of a message or operation, from its traits where it says nothing itself. */
export function withTraits(place: Place, key: string, { library }: Reading): Place {
  const own = member(place, key)
  if (exists(own)) return own
  const traits = items(member(place, 'traits')).map((trait) => member(library.follow(trait), key))
  return traits.toReversed().find(exists) ?? own
}

/** The payload of a flow, in the media type of its first message. */
export function readPayload(messages: readonly NamedMessage[], reading: Reading): Payload {
  const [first] = messages as readonly [NamedMessage]
  const schemas = messages.map(({ place }) => payloadSchema(place, reading))
  const said = withTraits(first.place, 'contentType', reading).value ?? defaultType(reading)
  const mediaType = String(said).split(';')[0]?.trim().toLowerCase()
  const { maxBytes } = (member(first.place, 'x-tessera-message').value ?? {}) as { readonly maxBytes?: number }
  for (const { place } of messages) noteMessage(place, reading)
  return {
    ...(mediaType === undefined || !mediaType.includes('/') || mediaType === 'application/json' ? {} : { mediaType }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    schema: schemas.length === 1 ? (schemas[0] as JsonSchema) : { anyOf: schemas },
  }
}

function defaultType({ library }: Reading): unknown {
  return member(library.root, 'defaultContentType').value ?? 'application/json'
}

function payloadSchema(message: Place, reading: Reading): JsonSchema {
  const payload = withTraits(message, 'payload', reading)
  return exists(payload) ? multiFormat(payload, reading) : {}
}

/** `{ schemaFormat, schema }`, or the schema itself. */
function multiFormat(place: Place, reading: Reading): JsonSchema {
  const target = reading.library.follow(place)
  const format = text(target, 'schemaFormat')
  if (format === undefined) return reading.book.schema(place)
  const dialect = dialectOf(format)
  if (dialect !== undefined) return reading.book.schema(member(target, 'schema'), dialect)
  reading.notes.lost('SCHEMA_FORMAT', target, `schemas in ${format} are not read`, 'any value is taken there')
  return {}
}

function dialectOf(format: string): Dialect | undefined {
  if (/2020-12|2019-09/.test(format)) return '2020-12'
  if (/openapi.*version=3\.1/.test(format)) return '2020-12'
  if (/openapi/.test(format)) return 'openapi-3.0'
  return /schema\+(json|yaml)|asyncapi/.test(format) ? 'draft-7' : undefined
}

function noteMessage(message: Place, reading: Reading): void {
  const { notes, own } = reading
  if (own) return
  const correlation = withTraits(message, 'correlationId', reading)
  if (exists(correlation)) {
    const instead = 'every message carries a correlation id of its own'
    notes.changed(
      'CORRELATION_DROPPED',
      correlation,
      'where a correlation id stands is not said in a contract',
      instead,
    )
  }
  noteBindings(withTraits(message, 'bindings', reading), reading)
  const examples = withTraits(message, 'examples', reading)
  if (exists(examples)) {
    const why = 'whole messages as examples would fill the contract'
    notes.changed('EXAMPLES_DROPPED', examples, why, 'mocks make them; examples of properties are kept')
  }
}

export function noteBindings(bindings: Place, { notes, own, library }: Reading): void {
  const target = library.follow(bindings)
  if (own || !isRecord(target.value) || Object.keys(target.value).length === 0) return
  const protocols = Object.keys(target.value).join(', ')
  const message = `how ${protocols} carries it is for the broker adapter or the connection`
  notes.lost('BINDING_DROPPED', target, message, 'the bindings are left out')
}

/** The slot of the headers of a message; nothing where it names none. */
export function headersSlot(slot: Omit<Slot, 'schema'>, message: Place, reading: Reading): Slot | undefined {
  const headers = withTraits(message, 'headers', reading)
  if (!exists(headers)) return undefined
  const schema = multiFormat(headers, reading)
  if (reading.own) return { ...slot, schema }
  const plain = inLowerCase(schema)
  if (plain !== undefined) return { ...slot, schema: plain }
  reading.notes.lost('HEADERS_DROPPED', headers, 'the headers are no object of named fields', 'they are left out')
  return undefined
}

function inLowerCase(schema: JsonSchema): JsonSchema | undefined {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return undefined
  const entries = Object.entries(schema['properties']).map(([name, value]) => [name.toLowerCase(), value] as const)
  const names = entries.filter(([name]) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
  const required = ((schema['required'] ?? []) as readonly string[]).map((name) => name.toLowerCase())
  const kept = required.filter((name) => names.some(([known]) => known === name))
  return {
    type: 'object',
    properties: Object.fromEntries(names),
    ...(kept.length === 0 ? {} : { required: kept }),
  }
}
