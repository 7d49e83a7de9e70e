import { schema } from './schema-shape.ts'
import { boolean, leaf, listOf, object, oneOf, optional, recordOf, share, string, text, wholeNumber } from './shape.ts'
import type { Shape } from './shape.ts'

const side = oneOf('provider', 'consumer')
const anySide = oneOf('provider', 'consumer', 'either')
const yes = optional(oneOf(true))
const words = optional(string)
const number = optional(wholeNumber)
const strings = listOf(string)
const anything = leaf(() => {})

/** Every named thing begins or ends with these; they stand where `described` is spread. */
const described = {
  summary: words,
  description: words,
  deprecated: words,
  sunset: optional(text(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a date like "2027-03-01"')),
}

const security = optional(listOf(recordOf(strings)))

const securityScheme = object({
  type: oneOf('http', 'apiKey', 'mutualTLS', 'oauth2', 'openIdConnect'),
  description: words,
  scheme: words,
  bearerFormat: words,
  name: words,
  in: optional(oneOf('header', 'query', 'cookie')),
  openIdConnectUrl: words,
  flows: optional(recordOf(anything)),
})

const style = object({
  style: optional(oneOf('form', 'spaceDelimited', 'pipeDelimited', 'deepObject', 'simple', 'label', 'matrix')),
  explode: optional(boolean),
})

const operation = object({
  method: oneOf('GET', 'PUT', 'POST', 'PATCH', 'DELETE'),
  path: string,
  webhook: yes,
  aliases: optional(strings),
  ...described,
  deadlineMs: number,
  idempotent: oneOf(true, false, 'key'),
  security,
  request: object({ params: words, query: words, headers: words, body: words }),
  styles: optional(recordOf(style)),
  responses: recordOf(object({ description: words, problem: yes, headers: words, body: words })),
})

const delivery = oneOf('one-of-all', 'one-per-service', 'each-replica')

const retry = object({
  attempts: wholeNumber,
  delayMs: wholeNumber,
  backoff: optional(oneOf('constant', 'exponential')),
  maxDelayMs: number,
})

const message = object({ name: string, ...described, headers: words, payload: string })

const channel = object({
  address: words,
  ...described,
  sentBy: side,
  delivery,
  orderBy: words,
  retry: optional(retry),
  deadlineMs: number,
  security,
  message,
  reply: optional(message),
})

const item = object({ sentBy: anySide, ...described, deadlineMs: number, payload: string, reply: words })

const event = object({
  type: words,
  ...described,
  orderBy: words,
  data: string,
  details: optional(object({ operation: string, arguments: recordOf(string), version: words })),
})

const slot = object({
  at: string,
  sentBy: anySide,
  mediaType: words,
  strict: yes,
  optional: yes,
  maxBytes: number,
  schema,
})

/** Every field that a contract document may have, in the order in which it is written. */
export const documentShape: Shape = object({
  formatVersion: oneOf(1),
  id: string,
  pattern: oneOf('http', 'messaging', 'sockets', 'events', 'schemas'),
  line: wholeNumber,
  summary: words,
  description: words,
  securitySchemes: optional(recordOf(securityScheme)),
  security,
  operations: optional(recordOf(operation)),
  channels: optional(recordOf(channel)),
  connection: optional(object({ windowBytes: wholeNumber, heartbeatMs: wholeNumber })),
  items: optional(recordOf(item)),
  detailsOf: words,
  delivery: optional(delivery),
  retry: optional(retry),
  expectedFetchShare: optional(share),
  events: optional(recordOf(event)),
  slots: listOf(slot),
  exports: sorted(strings),
  $defs: sorted(recordOf(schema)),
})

/** Lists and keys whose order says nothing. */
function sorted(shape: Shape): Shape {
  return { ...shape, order: (value) => sort(shape.order(value)) }
}

function sort(value: unknown): unknown {
  if (Array.isArray(value)) return value.toSorted()
  const entries = Object.entries(value as Readonly<Record<string, unknown>>)
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
