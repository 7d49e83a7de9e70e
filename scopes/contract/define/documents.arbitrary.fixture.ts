import fc from 'fast-check'
import type {
  Channel,
  ContractDocument,
  HttpOperation,
  JsonSchema,
  MessageEdge,
  Slot,
  SocketItem,
  ThinEvent,
} from './document.ts'

/** Any contract document of any pattern that is one by its form; what it says need not make sense. */

/** Names that are no trouble, and names that are. */
export const name = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,5}$/) },
  fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'valueOf', 'class', 'delete', 'größe', '注文', 'naïve'),
)
const property = fc.oneof(name, fc.constantFrom('__proto__', 'a/b', '~', '', ' ', '"', '$ref', 'x-y', '\u2028'))
/** JSON has no -0. */
const value = fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)) as unknown)
const words = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('*/', '${x}', '</script>', 'a\nb'))
const count = fc.integer({ min: 1, max: 1e6 })
const yes = fc.constant(true as const)
const described = {
  summary: words,
  description: words,
  deprecated: words,
  sunset: fc.constantFrom('2027-03-01', '2030-12-31'),
}
const security = fc.array(fc.dictionary(fc.constantFrom('token', 'key'), fc.array(words, { maxLength: 2 })), {
  maxLength: 2,
})
const retry = part(
  { attempts: count, delayMs: count },
  { backoff: fc.constantFrom('constant', 'exponential'), maxDelayMs: count },
)

/** A record of which only the first fields are always there. */
function part<R extends object, O extends object>(
  required: { [K in keyof R]: fc.Arbitrary<R[K]> },
  optional: { [K in keyof O]: fc.Arbitrary<O[K]> },
): fc.Arbitrary<R & Partial<O>> {
  const model = { ...required, ...optional } as Record<string, fc.Arbitrary<unknown>>
  return fc.record(model, { requiredKeys: Object.keys(required), noNullPrototype: true }) as fc.Arbitrary<
    R & Partial<O>
  >
}

/** A record by names, each of which may be that of a prototype. */
function byName<T>(
  held: fc.Arbitrary<T>,
  key: fc.Arbitrary<string> = name,
  minLength = 1,
): fc.Arbitrary<Record<string, T>> {
  return fc
    .uniqueArray(fc.tuple(key, held), { selector: ([text]) => text, minLength, maxLength: 3 })
    .map((entries) => Object.fromEntries(entries))
}

/** Schemas that refer to names of `$defs`. */
export function schemaWith(names: readonly string[]): fc.Arbitrary<JsonSchema> {
  const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.boolean(),
      fc.record(
        { type: fc.constantFrom('string', 'integer', 'null'), default: value },
        { requiredKeys: [], noNullPrototype: true },
      ),
      fc.record(
        { type: fc.constant('string'), 'x-extensible-enum': fc.array(words), 'x-redact': yes },
        { requiredKeys: ['type'], noNullPrototype: true },
      ),
      fc.record(
        { enum: fc.array(value, { maxLength: 3 }), examples: fc.array(value, { maxLength: 2 }) },
        { requiredKeys: [], noNullPrototype: true },
      ),
      ...(names.length === 0 ? [] : [fc.constantFrom(...names).map((to) => ({ $ref: `#/$defs/${to}` }))]),
      byName(tie('schema'), property, 0).map((properties) => ({
        type: 'object',
        properties,
        required: Object.keys(properties),
      })),
      tie('schema').map((items) => ({ type: 'array', items })),
      fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    ),
  }))
  return schema
}

interface Drafts {
  readonly fields: Partial<ContractDocument>
  readonly slots: readonly Omit<Slot, 'schema'>[]
}

const side = fc.constantFrom('provider' as const, 'consumer' as const)

const http: fc.Arbitrary<Drafts> = byName(
  part<Omit<HttpOperation, 'request' | 'responses'>, Partial<HttpOperation> & { body: true; answer: string }>(
    {
      method: fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE'),
      path: fc.constantFrom('/', '/a/{b}'),
      idempotent: fc.constantFrom(true, false, 'key' as const),
    },
    {
      ...described,
      webhook: yes,
      aliases: fc.array(name, { maxLength: 2 }),
      deadlineMs: count,
      security,
      styles: byName(part({}, { style: fc.constantFrom('form', 'simple'), explode: fc.boolean() }), words),
      body: yes,
      answer: words,
    },
  ),
).map((inputs) => {
  const entries = Object.entries(inputs).map(([key, { body, answer, ...rest }]) => {
    const request = body === undefined ? {} : { body: `${key}/request/body` }
    const response = { ...(answer === undefined ? {} : { description: answer }), body: `${key}/response/200/body` }
    return [key, { ...rest, request, responses: { 200: response, 204: {} } }] as const
  })
  const used = entries.flatMap(([, { request, responses }]) => [request.body, responses[200].body])
  return { fields: { operations: Object.fromEntries(entries) }, slots: slotsOf(used) }
})

const messaging: fc.Arbitrary<Drafts> = byName(
  part<Omit<Channel, 'message'>, Partial<Channel> & { hasReply: true; edge: Partial<MessageEdge> }>(
    { sentBy: side, delivery: fc.constantFrom('one-of-all', 'one-per-service', 'each-replica') },
    {
      ...described,
      address: words,
      orderBy: words,
      retry,
      deadlineMs: count,
      security,
      hasReply: yes,
      edge: part({}, described),
    },
  ),
).map((inputs) => {
  const entries = Object.entries(inputs).map(([key, { hasReply, edge, ...rest }]) => {
    const message = { ...edge, name: key, headers: `${key}/message/headers`, payload: `${key}/message` }
    const reply = hasReply === undefined ? {} : { reply: { name: key, payload: `${key}/reply` } }
    return [key, { ...rest, message, ...reply } as Channel] as const
  })
  const used = entries.flatMap(([, { message, reply }]) => [message.headers, message.payload, reply?.payload])
  return { fields: { channels: Object.fromEntries(entries) }, slots: slotsOf(used) }
})

const sockets: fc.Arbitrary<Drafts> = fc
  .tuple(
    byName(
      part<{ sentBy: SocketItem['sentBy'] }, Partial<SocketItem> & { hasReply: true }>(
        { sentBy: fc.constantFrom('provider', 'consumer', 'either') },
        { ...described, deadlineMs: count, hasReply: yes },
      ),
    ),
    fc.record({ windowBytes: count, heartbeatMs: count }, { noNullPrototype: true }),
  )
  .map(([inputs, connection]) => {
    const entries = Object.entries(inputs).map(([key, { hasReply, ...rest }]) => {
      const reply = hasReply === undefined ? {} : { reply: `${key}/reply` }
      return [key, { ...rest, payload: `${key}/message`, ...reply } as SocketItem] as const
    })
    const used = entries.flatMap(([, { payload, reply }]) => [payload, reply])
    return { fields: { connection, items: Object.fromEntries(entries) }, slots: slotsOf(used) }
  })

const events: fc.Arbitrary<Drafts> = fc
  .tuple(
    byName(
      part<object, Partial<ThinEvent>>(
        {},
        {
          ...described,
          type: words,
          orderBy: words,
          details: part({ operation: name, arguments: byName(words, property) }, { version: words }),
        },
      ),
    ),
    part(
      {
        delivery: fc.constantFrom('one-of-all' as const, 'each-replica' as const),
        expectedFetchShare: fc.double({ min: 0, max: 1, noNaN: true }),
      },
      { retry },
    ),
  )
  .map(([inputs, rest]) => {
    const entries = Object.entries(inputs).map(([key, input]) => [key, { ...input, data: `${key}/data` }] as const)
    const fields = {
      ...rest,
      detailsOf: 'acme.x/api',
      events: Object.fromEntries(entries) as Record<string, ThinEvent>,
    }
    return { fields, slots: slotsOf(entries.map(([, { data }]) => data)) }
  })

function slotsOf(used: readonly (string | undefined)[]): Drafts['slots'] {
  return used.flatMap((at) => (at === undefined ? [] : [{ at, sentBy: 'provider' as const }]))
}

const noEdges: fc.Arbitrary<Drafts> = fc.constant({ fields: {}, slots: [] })
const schemes = fc.constant({
  token: { type: 'http', scheme: 'bearer', description: 'who' },
  key: { type: 'apiKey', name: 'x-key', in: 'header' },
} as const)

/** Of any pattern. */
export const anyDocument: fc.Arbitrary<ContractDocument> = fc
  .oneof(
    http.map((drafts) => ({ pattern: 'http' as const, drafts })),
    messaging.map((drafts) => ({ pattern: 'messaging' as const, drafts })),
    sockets.map((drafts) => ({ pattern: 'sockets' as const, drafts })),
    events.map((drafts) => ({ pattern: 'events' as const, drafts })),
    noEdges.map((drafts) => ({ pattern: 'schemas' as const, drafts })),
  )
  .chain(({ pattern, drafts }) =>
    fc.uniqueArray(name, { maxLength: 3 }).chain((names) => {
      const schema = schemaWith(names)
      const slot = part(
        { schema },
        { mediaType: fc.constant('text/plain'), strict: yes, optional: yes, maxBytes: count },
      )
      return fc
        .record({
          head: part({ line: count }, { summary: words, description: words }),
          security: part({}, { security }),
          slots: fc.tuple(...drafts.slots.map((draft) => slot.map((more) => ({ ...draft, ...more })))),
          $defs: fc.tuple(...names.map((key) => schema.map((json) => [key, json] as const))),
          securitySchemes: schemes,
        })
        .map(({ head, security: needs, slots, $defs, securitySchemes }): ContractDocument => ({
          formatVersion: 1,
          id: 'acme.test/thing',
          pattern,
          ...head,
          securitySchemes,
          ...needs,
          ...drafts.fields,
          slots,
          exports: names.toSorted(),
          $defs: Object.fromEntries($defs),
        }))
    }),
  )
