import type { ContractDocument, JsonSchema, JsonSchemaObject, Slot } from '@tessera/contract.define/document'
import * as fc from 'fast-check'
import { PROBLEM } from './print/problem.ts'

const NAMES = ['Order', 'Money', 'Item', 'default', 'Schema2', 'class', 'Tree', '_x', 'Problem2', 'z']
const KEYS = [
  'id',
  'name',
  'class',
  '__proto__',
  'constructor',
  'x-y',
  'ünïcode',
  "it's",
  '1',
  '$ref',
  'items',
  'a"b',
  'get',
]
const TEXTS = [
  '',
  'a',
  'it\'s "so"',
  'line\nbreak',
  '`${x}` */ </script>',
  '\u2028',
  '日本',
  '\\',
  '__proto__',
  '10',
  '2',
]

const key = fc.constantFrom(...KEYS)
const textOf = fc.constantFrom(...TEXTS)
const bound = fc.integer({ min: 0, max: 20 })
const number = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constantFrom(0.5, -1.25, 1e21, 2 ** 31 - 1, -(2 ** 31)))

/** Some of the keywords, at random. */
function some(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonSchemaObject> {
  return fc.record(keywords, { requiredKeys: [] }) as fc.Arbitrary<JsonSchemaObject>
}

function typed(
  type: string,
  keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<JsonSchemaObject> {
  return some(keywords).map((rest) => ({ type, ...rest }))
}

const remarks = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  some({
    title: textOf,
    description: textOf,
    deprecated: fc.boolean(),
    readOnly: fc.constant(true),
    examples: fc.array(fc.oneof(textOf, number), { maxLength: 2 }),
    'x-redact': fc.constant(true),
    'x-note': fc.constant({ a: [1] }),
  }),
)

const text = typed('string', {
  minLength: bound,
  maxLength: bound,
  format: fc.constantFrom(
    'email',
    'uuid',
    'date',
    'date-time',
    'duration',
    'ipv4',
    'ipv6',
    'hostname',
    'uri',
    'time',
    'odd',
  ),
  pattern: fc.constantFrom('^a', 'Z$', 'a/b', 'a\\/b', '\\p{L}', '', '^\\d{3}$', '[/]', '\\u{1F600}', '(?<n>a)'),
})
const codecs = fc.constantFrom(
  { type: 'string', format: 'date-time', pattern: 'Z$', 'x-codec': 'date-time' },
  { type: 'string', format: 'date-time', 'x-codec': 'date-time' },
  { type: 'string', format: 'date-time', pattern: 'Z$', 'x-codec': 'date-time', default: '2020-01-01T00:00:00Z' },
  { type: 'string', pattern: '^-?\\d+$', 'x-codec': 'integer' },
)
const patterns = fc.constant({ type: 'string', allOf: [{ pattern: '^a' }, { pattern: 'b$' }] })
const openEnum = fc
  .uniqueArray(textOf, { minLength: 1, maxLength: 4 })
  .map((members) => ({ type: 'string', 'x-extensible-enum': members }))
const anyNumber = fc.constantFrom('number', 'integer').chain((type) =>
  typed(type, {
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: fc.constantFrom(1, 5, 100),
  }),
)
const int32 = fc.constant({ type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 })
const values = fc.oneof(
  textOf.map((value) => ({ type: 'string', const: value })),
  number.map((value) => ({ type: 'number', const: value })),
  fc.constantFrom(
    { type: 'boolean', const: true },
    { type: 'null', const: null },
    { const: { a: 1 } },
    { const: 'bare' },
  ),
  fc.uniqueArray(textOf, { minLength: 1, maxLength: 4 }).map((members) => ({ type: 'string', enum: members })),
  fc.uniqueArray(number, { minLength: 1, maxLength: 4 }).map((members) => ({ type: 'number', enum: members })),
  fc.constantFrom(
    { enum: ['a', 1] },
    { enum: [null, 'a'] },
    { enum: [[1], {}] },
    { type: 'boolean', enum: [true, false] },
  ),
)
const bare = fc.constantFrom<JsonSchema>(
  { type: 'boolean' },
  { type: 'null' },
  { type: ['string', 'null'] },
  { type: ['string', 'integer', 'boolean'] },
  { type: ['object', 'null'] },
  {},
  { not: {} },
  true,
  false,
)

/** Schemas of every form, over named schemas. */
function schemas(names: readonly string[]): fc.Arbitrary<JsonSchema> {
  const reference = fc.constantFrom(...names).map((name) => ({ $ref: `#/$defs/${name}` }))
  const all = fc.letrec<{ schema: JsonSchema }>((tie) => {
    const schema = tie('schema')
    const branches = fc.array(schema, { minLength: 1, maxLength: 3 })
    const object = fc
      .record({
        properties: fc.dictionary(key, schema, { maxKeys: 4 }),
        additionalProperties: fc.option(fc.oneof(fc.constant(false), schema), { nil: undefined }),
        picks: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      })
      .map(({ properties, additionalProperties, picks }) => {
        const required = Object.keys(properties).filter((_name, index) => picks[index])
        return {
          type: 'object',
          properties,
          ...(required.length === 0 ? {} : { required }),
          ...(additionalProperties === undefined ? {} : { additionalProperties }),
        }
      })
    const list = typed('array', { items: schema, minItems: bound, maxItems: bound, uniqueItems: fc.constant(true) })
    const tuple = fc
      .record({ first: branches, closed: fc.boolean(), rest: schema, least: fc.integer({ min: 0, max: 3 }) })
      .map(({ first, closed, rest, least }) => ({
        type: 'array',
        prefixItems: first,
        ...(closed ? { items: false, maxItems: first.length } : { items: rest }),
        ...(least === 0 ? {} : { minItems: least }),
      }))
    const record = fc
      .record({ values: schema, names: fc.option(fc.oneof(text, values), { nil: undefined }) })
      .map(({ values: extra, names: propertyNames }) => ({
        type: 'object',
        additionalProperties: extra,
        ...(propertyNames === undefined ? {} : { propertyNames }),
      }))
    const combined = fc
      .constantFrom('allOf', 'anyOf', 'oneOf')
      .chain((word) => branches.map((several) => ({ [word]: several })))
    const nullable = schema.map((one) => ({ anyOf: [one, { type: 'null' }] }))
    const tagged = fc.constant({
      oneOf: ['a', 'b'].map((tag) => ({
        type: 'object',
        properties: { kind: { type: 'string', const: tag } },
        required: ['kind'],
      })),
    })
    const odd = some({
      if: schema,
      else: schema,
      not: schema,
      contains: schema,
      patternProperties: fc.dictionary(fc.constantFrom('^x-', 'a/b'), schema, { maxKeys: 2 }),
      dependentRequired: fc.constant({ a: ['b'] }),
      dependentSchemas: fc.dictionary(key, schema, { maxKeys: 2 }),
      unevaluatedProperties: schema,
      minProperties: bound,
    }).filter((one) => Object.keys(one).length > 0)
    const leaf = fc.oneof(text, patterns, openEnum, codecs, anyNumber, int32, values, bare, reference)
    const preset = fc.oneof(
      fc.constant<JsonSchema>({ type: 'string', default: 'x' }),
      fc.constant<JsonSchema>({ type: 'integer', minimum: 1, default: 20 }),
      fc.constant<JsonSchema>({ type: 'array', items: { type: 'string' }, default: [] }),
    )
    return {
      schema: fc
        .tuple(
          fc.oneof(
            { depthSize: 'small', withCrossShrink: true },
            leaf,
            ...[preset, object, list, tuple, record, combined, nullable, tagged, odd],
          ),
          remarks,
        )
        .map(([one, around]) => (typeof one === 'boolean' ? one : { ...one, ...around })),
    }
  })
  return all.schema
}

const definitions = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.tuple(...names.map(() => schemas(names))).map((all) => ({
      names,
      $defs: Object.fromEntries(names.map((name, index) => [name, all[index] as JsonSchema])),
    })),
  )
  .filter(({ names, $defs }) => names.every((name) => leadsSomewhere(name, $defs)))

/** Not a reference that leads only to references, and at last to itself: that is no schema. */
function leadsSomewhere(name: string, $defs: ContractDocument['$defs']): boolean {
  const seen = new Set<string>()
  for (let at = name; !seen.has(at);) {
    seen.add(at)
    const schema = $defs[at]
    if (typeof schema !== 'object' || typeof schema['$ref'] !== 'string') return true
    at = schema['$ref'].replace('#/$defs/', '')
  }
  return false
}

const head = fc.record({
  id: fc.constantFrom('acme.orders/orders-api', 'aa.bb/cc', 'acme.x/default', 'acme.x/z'),
  line: fc.constantFrom(1, 1, 3),
  summary: fc.option(textOf, { nil: undefined }),
  description: fc.option(textOf, { nil: undefined }),
})

/** Only what is reached from slots and exports, and each slot strict where its schema is: as `toDocument` has it. */
function close(draft: Omit<ContractDocument, 'formatVersion'>): ContractDocument {
  const seen = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [word, inner] of Object.entries(value)) {
      if (word !== '$ref' || typeof inner !== 'string') visit(inner)
      else if (!seen.has(inner)) {
        seen.add(inner)
        visit(draft.$defs[inner.replace('#/$defs/', '')])
      }
    }
  }
  for (const name of draft.exports) visit({ $ref: `#/$defs/${name}` })
  for (const { schema } of draft.slots) visit(schema)
  const used = Object.entries(draft.$defs).filter(([name]) => seen.has(`#/$defs/${name}`))
  const $defs = Object.fromEntries(used)
  return JSON.parse(
    JSON.stringify({ formatVersion: 1, ...draft, slots: draft.slots.map((one) => strict(one, $defs)), $defs }),
  ) as ContractDocument
}

function strict(slot: Slot, $defs: ContractDocument['$defs']): Slot {
  const seen = new Set<unknown>()
  let schema = slot.schema
  while (typeof schema === 'object' && typeof schema['$ref'] === 'string' && !seen.has(schema)) {
    seen.add(schema)
    schema = $defs[schema['$ref'].replace('#/$defs/', '')] ?? true
  }
  return typeof schema === 'object' && schema['additionalProperties'] === false ? { ...slot, strict: true } : slot
}

/** Shared schemas. */
export const schemasDocuments: fc.Arbitrary<ContractDocument> = fc
  .tuple(head, definitions)
  .map(([{ summary, description, ...said }, { names, $defs }]) =>
    close({
      ...{ ...said, pattern: 'schemas', slots: [], exports: names.toSorted(), $defs },
      ...(summary === undefined ? {} : { summary }),
      ...(description === undefined ? {} : { description }),
    }),
  )

const described = fc.record(
  {
    summary: fc.constantFrom('Do it', "it's"),
    description: fc.constantFrom('At\nlength', 'x'),
    deprecated: fc.constant('use the other'),
    sunset: fc.constant('2027-03-01'),
  },
  { requiredKeys: [] },
)
const retry = fc.constantFrom(
  { attempts: 3, delayMs: 10 },
  { attempts: 5, delayMs: 1, backoff: 'exponential' as const, maxDelayMs: 9 },
)
const security = fc.option(fc.constantFrom([], [{ token: [] }], [{ token: [], key: ['a'] }, { key: ['b'] }]), {
  nil: undefined,
})
const SCHEMES = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  key: { type: 'apiKey', name: 'x-api-key', in: 'header', description: "it's" },
} as const
const size = fc.option(fc.constantFrom(1, 65_536), { nil: undefined })
const deadlineMs = fc.option(fc.constantFrom(1, 2000), { nil: undefined })

const scalar: fc.Arbitrary<JsonSchema> = fc.constantFrom<JsonSchema>(
  { type: 'string' },
  { type: 'integer', minimum: 1 },
  { type: 'string', enum: ['a', 'b'], description: 'One' },
  { type: 'string', format: 'uuid' },
  { type: 'string', examples: ['x'] },
)
function fieldsOf(names: readonly string[]): fc.Arbitrary<JsonSchema> {
  return fc
    .tuple(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), scalar, fc.boolean())
    .map(([keys, schema, all]) => ({
      type: 'object',
      properties: Object.fromEntries(keys.map((name) => [name, schema])),
      ...(all ? { required: keys } : {}),
    }))
}

function clean<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

interface Edge<T> {
  readonly edge: T
  readonly slots: readonly Slot[]
}

function operation(name: string, index: number, schema: fc.Arbitrary<JsonSchema>) {
  return fc
    .record({
      ...{ described, deadlineMs, security, size },
      method: fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE'),
      webhook: fc.boolean(),
      idempotent: fc.constantFrom(true, false, 'key' as const),
      params: fc.boolean(),
      query: fc.option(fieldsOf(['limit', 'x-y', "it's", '__proto__']), { nil: undefined }),
      headers: fc.option(fieldsOf(['x-a', 'x-b']), { nil: undefined }),
      body: fc.option(schema, { nil: undefined }),
      optional: fc.boolean(),
      mediaType: fc.constantFrom(undefined, 'application/vnd.acme+json'),
      answer: schema,
      extra: fc.boolean(),
      style: fc.boolean(),
      aliases: fc.constantFrom(undefined, ['oldName']),
    })
    .map((it): Edge<object> => {
      const caller = it.webhook ? 'provider' : 'consumer'
      const other = it.webhook ? 'consumer' : 'provider'
      const hasBody = it.body !== undefined && it.method !== 'GET' && it.method !== 'DELETE'
      const request = (part: string): string => `${name}/request/${part}`
      const answer = (part: string): string => `${name}/response/${part}`
      const more = { ...(it.mediaType ? { mediaType: it.mediaType } : {}), ...(it.size ? { maxBytes: it.size } : {}) }
      const id: JsonSchema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }
      const slots: Slot[] = [
        ...(it.params ? [{ at: request('params'), sentBy: caller, schema: id } as Slot] : []),
        ...(it.query ? [{ at: request('query'), sentBy: caller, schema: it.query } as Slot] : []),
        ...(it.headers ? [{ at: request('headers'), sentBy: caller, schema: it.headers } as Slot] : []),
        ...(hasBody
          ? [
              {
                at: request('body'),
                sentBy: caller,
                ...more,
                ...(it.optional ? { optional: true } : {}),
                schema: it.body as JsonSchema,
              } as Slot,
            ]
          : []),
        { at: answer('200/body'), sentBy: other, ...more, schema: it.answer },
        ...(it.extra
          ? [
              {
                at: answer('200/headers'),
                sentBy: other,
                schema: { type: 'object', properties: { etag: { type: 'string' } }, required: ['etag'] },
              } as Slot,
            ]
          : []),
        {
          at: answer('404/body'),
          sentBy: other,
          mediaType: 'application/problem+json',
          schema: { $ref: '#/$defs/Problem' },
        },
        { at: answer('409/body'), sentBy: other, mediaType: 'application/problem+json', schema: withMembers },
      ]
      const edge = clean({
        ...it.described,
        method: it.method,
        path: `/${name}${index}${it.params ? '/{id}' : ''}`,
        webhook: it.webhook || undefined,
        aliases: it.aliases && it.aliases.map((alias) => `${alias}${index}`),
        deadlineMs: it.deadlineMs,
        security: it.security,
        idempotent: it.idempotent,
        styles:
          it.style && it.query
            ? {
                [`query/${Object.keys((it.query as JsonSchemaObject)['properties'] as object)[0]}`]: {
                  style: 'pipeDelimited',
                  explode: false,
                },
              }
            : undefined,
        request: {
          params: it.params ? request('params') : undefined,
          query: it.query ? request('query') : undefined,
          headers: it.headers ? request('headers') : undefined,
          body: hasBody ? request('body') : undefined,
        },
        responses: {
          200: {
            body: answer('200/body'),
            ...(it.extra ? { headers: answer('200/headers'), description: 'It went well.' } : {}),
          },
          204: {},
          404: { problem: true, body: answer('404/body') },
          409: { problem: true, body: answer('409/body'), description: 'Not now.' },
        },
      })
      return { edge, slots }
    })
}

const withMembers: JsonSchema = {
  type: 'object',
  properties: { ...(PROBLEM['properties'] as object), inStock: { type: 'integer' } },
  required: ['title', 'status', 'inStock'],
}

function contractOf<T>(
  pattern: ContractDocument['pattern'],
  field: string,
  edgeOf: (name: string, index: number, schema: fc.Arbitrary<JsonSchema>) => fc.Arbitrary<Edge<T>>,
  more: fc.Arbitrary<object> = fc.constant({}),
): fc.Arbitrary<ContractDocument> {
  return fc.tuple(head, definitions, more).chain(([said, { names, $defs }, extra]) =>
    fc
      .tuple(...['create', 'delete', 'toString'].map((name, index) => edgeOf(name, index, schemas(names))))
      .map((edges) =>
        close({
          ...(clean(said) as Pick<ContractDocument, 'id' | 'line'>),
          pattern,
          ...extra,
          [field]: Object.fromEntries(
            edges.map(({ edge }, index) => [['create', 'delete', 'toString'][index] as string, edge]),
          ),
          slots: edges.flatMap(({ slots }) => slots),
          exports: [],
          $defs: pattern === 'http' ? { ...$defs, Problem: PROBLEM } : $defs,
        }),
      ),
  )
}

/** HTTP contracts with all that operations can say. */
export const httpDocuments = contractOf(
  'http',
  'operations',
  operation,
  fc.constantFrom({ securitySchemes: SCHEMES }, { securitySchemes: SCHEMES, security: [{ token: [] }] }),
)

/** Messaging contracts. */
export const messagingDocuments = contractOf(
  'messaging',
  'channels',
  (name, _index, schema) =>
    fc
      .record({
        ...{ described, deadlineMs, security, size, schema, reply: fc.option(schema, { nil: undefined }) },
        address: fc.constantFrom(undefined, `${name}.b`, `x/{y}/${name}`),
        sentBy: fc.constantFrom('provider', 'consumer'),
        delivery: fc.constantFrom('one-of-all', 'one-per-service', 'each-replica'),
        headers: fc.option(fieldsOf(['x-a', 'x-b']), { nil: undefined }),
        retry: fc.option(retry, { nil: undefined }),
        about: described,
      })
      .map((it) => {
        const other = it.sentBy === 'provider' ? 'consumer' : 'provider'
        const edge = clean({
          ...it.described,
          ...{ address: it.address, sentBy: it.sentBy, delivery: it.delivery, retry: it.retry },
          ...{ deadlineMs: it.reply === undefined ? undefined : it.deadlineMs, security: it.security },
          message: {
            name: `${name}Message`,
            ...it.about,
            payload: `${name}/message`,
            headers: it.headers && `${name}/message/headers`,
          },
          reply: it.reply === undefined ? undefined : { name: `${name}Reply`, payload: `${name}/reply` },
        })
        const slots = [
          ...(it.headers ? [{ at: `${name}/message/headers`, sentBy: it.sentBy, schema: it.headers }] : []),
          { at: `${name}/message`, sentBy: it.sentBy, ...(it.size ? { maxBytes: it.size } : {}), schema: it.schema },
          ...(it.reply === undefined ? [] : [{ at: `${name}/reply`, sentBy: other, schema: it.reply }]),
        ] as Slot[]
        return { edge, slots }
      }),
  fc.constant({ securitySchemes: SCHEMES }),
)

/** Socket contracts. */
export const socketDocuments = contractOf(
  'sockets',
  'items',
  (name, _index, schema) =>
    fc
      .record({
        ...{ described, deadlineMs, size, schema, reply: fc.option(schema, { nil: undefined }) },
        sentBy: fc.constantFrom('provider', 'consumer', 'either'),
      })
      .map((it) => {
        const other = it.sentBy === 'either' ? 'either' : it.sentBy === 'provider' ? 'consumer' : 'provider'
        const edge = clean({
          ...it.described,
          ...{
            sentBy: it.sentBy,
            deadlineMs: it.reply === undefined ? undefined : it.deadlineMs,
            payload: `${name}/message`,
          },
          reply: it.reply === undefined ? undefined : `${name}/reply`,
        })
        const slots = [
          { at: `${name}/message`, sentBy: it.sentBy, ...(it.size ? { maxBytes: it.size } : {}), schema: it.schema },
          ...(it.reply === undefined ? [] : [{ at: `${name}/reply`, sentBy: other, schema: it.reply }]),
        ] as Slot[]
        return { edge, slots }
      }),
  fc.constantFrom(
    { connection: { windowBytes: 65_536, heartbeatMs: 1000 } },
    { connection: { windowBytes: 262_144, heartbeatMs: 5000 } },
  ),
)

const thin: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string' }, version: { type: 'integer' } },
  required: ['id', 'version'],
}

/** Contracts of thin events. */
export const eventDocuments = contractOf(
  'events',
  'events',
  (name) =>
    fc
      .record({
        described,
        size,
        type: fc.constantFrom(undefined, 'acme.orders.placed'),
        details: fc.boolean(),
        version: fc.boolean(),
        orderBy: fc.boolean(),
      })
      .map((it) => ({
        edge: clean({
          ...it.described,
          ...{ type: it.type && `${it.type}.${name}`, orderBy: it.orderBy ? 'id' : undefined, data: `${name}/data` },
          details: it.details
            ? { operation: 'getOrder', arguments: { id: 'id' }, version: it.version ? 'version' : undefined }
            : undefined,
        }),
        slots: [
          { at: `${name}/data`, sentBy: 'provider', ...(it.size ? { maxBytes: it.size } : {}), schema: thin },
        ] as Slot[],
      })),
  fc.constantFrom(
    { detailsOf: 'acme.orders/orders-api', delivery: 'one-per-service', expectedFetchShare: 0.2 },
    {
      detailsOf: 'acme.orders/class',
      delivery: 'each-replica',
      expectedFetchShare: 0.5,
      retry: { attempts: 2, delayMs: 5 },
    },
  ),
)
