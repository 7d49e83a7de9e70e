import { canonicalJson, isRecord, sha256 } from '@tessera/core.model'
import type {
  Channel,
  ContractDocument,
  HttpOperation,
  MessageEdge,
  SecurityScheme,
  Slot,
  SocketItem,
  ThinEvent,
} from './document.ts'
import { mapValues } from './shape.ts'

/** Say nothing about what may travel. `default` does: a reader fills it in. */
const SILENT = new Set(['title', 'description', 'examples', 'deprecated', '$comment', 'readOnly', 'writeOnly'])
/** Hold names or values of the author, not keywords. */
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired', '$defs'])
const VALUES = new Set(['const', 'enum', 'default'])
const SETS = new Set(['required', 'enum', 'type', 'x-extensible-enum'])

/**
 * 16 hex digits over what travels: the slots, their `$defs`, and the edges that are on the wire. Equal where only
 * descriptions, titles, examples, origins, deadlines, retries, or the order of operations and properties differ.
 */
export function wireHash(document: ContractDocument): string {
  const wire = {
    pattern: document.pattern,
    slots: document.slots.map(wireSlot).toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    operations: mapValues(document.operations ?? {}, wireOperation),
    channels: optionally(document.channels, (channels) => mapValues(channels, wireChannel)),
    connection: document.connection,
    items: optionally(document.items, (items) => mapValues(items, wireItem)),
    detailsOf: document.detailsOf,
    delivery: document.delivery,
    events: optionally(document.events, (events) => mapValues(events, wireEvent)),
    security: document.security,
    securitySchemes: optionally(document.securitySchemes, (schemes) => mapValues(schemes, wireScheme)),
    $defs: mapValues(document.$defs, wireSchema),
  }
  return sha256(canonicalJson(wire)).slice(0, 16)
}

function wireSlot({ at, sentBy, mediaType, strict, optional, maxBytes, schema }: Slot) {
  return { at, sentBy, mediaType, strict, optional, maxBytes, schema: wireSchema(schema) }
}

function wireOperation(operation: HttpOperation): unknown {
  const { method, path, webhook, idempotent, security, styles, request, responses } = operation
  const answers = mapValues(responses, ({ body, headers, problem }) => ({ body, headers, problem }))
  return { method, path, webhook, security, styles, key: idempotent === 'key', request, responses: answers }
}

function wireChannel({ address, sentBy, delivery, orderBy, security, message, reply }: Channel): unknown {
  const edges = { message: wireMessage(message), reply: optionally(reply, wireMessage) }
  return { address, sentBy, delivery, orderBy, security, ...edges }
}

function wireMessage({ name, payload, headers }: MessageEdge): unknown {
  return { name, payload, headers }
}

function wireItem({ sentBy, payload, reply }: SocketItem): unknown {
  return { sentBy, payload, reply }
}

function wireEvent({ type, data, orderBy, details }: ThinEvent): unknown {
  return { type, data, orderBy, details }
}

function wireScheme(scheme: SecurityScheme): unknown {
  return { ...scheme, description: undefined }
}

function wireSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(wireSchema)
  if (!isRecord(schema)) return schema
  const entries = Object.entries(schema).filter(([keyword]) => isOnWire(keyword))
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, wireKeyword(keyword, value)]))
}

function isOnWire(keyword: string): boolean {
  return keyword === 'x-extensible-enum' || !(SILENT.has(keyword) || keyword.startsWith('x-'))
}

function wireKeyword(keyword: string, value: unknown): unknown {
  if (SETS.has(keyword) && Array.isArray(value)) return value.map((item) => canonicalJson(item)).toSorted()
  if (VALUES.has(keyword)) return value
  if (NAMED.has(keyword) && isRecord(value)) return mapValues(value, wireSchema)
  return wireSchema(value)
}

/** Absent stays absent, so that what a contract does not have leaves its hash alone. */
function optionally<T, R>(value: T | undefined, map: (value: T) => R): R | undefined {
  return value === undefined ? undefined : map(value)
}
