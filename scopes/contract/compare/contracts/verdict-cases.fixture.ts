import type { ContractDocument } from '@tessera/contract.define/document'
import { documentOf } from './examples.fixture.ts'
import type { ContractVerdict } from './index.ts'

/** A change as the suites of oasdiff, openapi-diff and buf have them, with the verdict that is right, and why. */
export interface VerdictCase {
  readonly why: string
  readonly old: ContractDocument
  readonly now: ContractDocument
  readonly policy: 'lenient' | 'strict'
  readonly level: ContractVerdict['level']
}

type Mark = 'ok' | 'breaks' | 'risky'
const LEVELS = { ok: 'compatible', breaks: 'breaking', risky: 'risky' } as const
const RANK = { ok: 0, risky: 1, breaks: 2 }

/** Properties before and after, what that does to a request and to an answer, and the same under `strict` if other. */
type FieldCase = readonly [
  why: string,
  old: string,
  now: string,
  request: Mark,
  answer: Mark,
  strict?: readonly [request: Mark, answer: Mark],
]

const ID = 'id: z.string()'
const FIELDS: readonly FieldCase[] = [
  ['old writers leave an optional field out', ID, `${ID}, a: z.string().optional()`, 'ok', 'ok', ['breaks', 'ok']],
  ['old writers do not send a new required field', ID, `${ID}, a: z.string()`, 'breaks', 'ok'],
  ['a default stands in for what is not sent', ID, `${ID}, a: z.string().default('x')`, 'ok', 'ok', ['breaks', 'ok']],
  ['readers ignore what is gone, and miss what was promised', `${ID}, a: z.string()`, ID, 'ok', 'breaks'],
  ['nobody relied on an optional field', `${ID}, a: z.string().optional()`, ID, 'ok', 'ok', ['ok', 'breaks']],
  ['some left it out', 'a: z.string().optional()', 'a: z.string()', 'breaks', 'ok'],
  ['readers were promised it', 'a: z.string()', 'a: z.string().optional()', 'ok', 'breaks'],
  ['a field of another name is another field', 'a: z.string()', 'b: z.string()', 'breaks', 'breaks'],
  ['text is no number', 'a: z.string()', 'a: z.number()', 'breaks', 'breaks'],
  ['each integer is a number, not the other way', 'a: z.int()', 'a: z.number()', 'ok', 'breaks'],
  ['numbers with a fraction are no integers', 'a: z.number()', 'a: z.int()', 'breaks', 'ok'],
  ['true is no text', 'a: z.boolean()', 'a: z.string()', 'breaks', 'breaks'],
  ['null may come too', 'a: z.string()', 'a: z.string().nullable()', 'ok', 'breaks'],
  ['null came', 'a: z.string().nullable()', 'a: z.string()', 'breaks', 'ok'],
  ['longer texts came', 'a: z.string()', 'a: z.string().max(9)', 'breaks', 'ok'],
  ['longer texts may come', 'a: z.string().max(9)', 'a: z.string().max(10)', 'ok', 'breaks'],
  ['shorter texts came', 'a: z.string().min(1)', 'a: z.string().min(2)', 'breaks', 'ok'],
  ['the empty text may come', 'a: z.string().min(1)', 'a: z.string()', 'ok', 'breaks'],
  ['any text came', 'a: z.string()', 'a: z.string().regex(/^[a-z]+$/)', 'breaks', 'ok'],
  ['other letters may come', 'a: z.string().regex(/^[a-z]+$/)', 'a: z.string().regex(/^[a-z0-9]+$/)', 'ok', 'breaks'],
  ['one pattern in two ways of writing', 'a: z.string().regex(/^[0-9]$/)', 'a: z.string().regex(/^\\d$/)', 'ok', 'ok'],
  ['any text came, not only UUIDs', 'a: z.string()', 'a: z.uuid()', 'breaks', 'ok'],
  ['what is no UUID may come', 'a: z.uuid()', 'a: z.string()', 'ok', 'breaks'],
  ['an address of mail is no UUID', 'a: z.email()', 'a: z.uuid()', 'breaks', 'breaks'],
  ['greater numbers came', 'a: z.int()', 'a: z.int().max(9)', 'breaks', 'ok'],
  ['greater numbers may come', 'a: z.int().max(9)', 'a: z.int().max(10)', 'ok', 'breaks'],
  ['0 came', 'a: z.int().min(0)', 'a: z.int().min(1)', 'breaks', 'ok'],
  ['0 is below the bound that is exclusive', 'a: z.number().min(0)', 'a: z.number().gt(0)', 'breaks', 'ok'],
  ['of integers both bounds are the same', 'a: z.int().min(1)', 'a: z.int().gt(0)', 'ok', 'ok'],
  ['odd numbers came', 'a: z.int()', 'a: z.int().multipleOf(2)', 'breaks', 'ok'],
  ['each multiple of 4 is one of 2', 'a: z.int().multipleOf(4)', 'a: z.int().multipleOf(2)', 'ok', 'breaks'],
  ['readers do not know the new member', "a: z.enum(['x'])", "a: z.enum(['x', 'y'])", 'ok', 'breaks'],
  ['the member that went came', "a: z.enum(['x', 'y'])", "a: z.enum(['x'])", 'breaks', 'ok'],
  ['the order of members says nothing', "a: z.enum(['x', 'y'])", "a: z.enum(['y', 'x'])", 'ok', 'ok'],
  ['any text came, not only the members', 'a: z.string()', "a: z.enum(['x'])", 'breaks', 'ok'],
  ['one member is a constant', "a: z.enum(['x'])", "a: z.literal('x')", 'ok', 'ok'],
  ['longer lists came', 'a: z.array(z.string())', 'a: z.array(z.string()).max(3)', 'breaks', 'ok'],
  ['the empty list may come', 'a: z.array(z.string()).min(1)', 'a: z.array(z.string())', 'ok', 'breaks'],
  ['items are compared like all else', 'a: z.array(z.int())', 'a: z.array(z.number())', 'ok', 'breaks'],
  ['a value is no list of one', 'a: z.string()', 'a: z.array(z.string())', 'breaks', 'breaks'],
  ['one way more', 'a: z.string()', 'a: z.union([z.string(), z.int()])', 'ok', 'breaks'],
  ['one way less', 'a: z.union([z.string(), z.int()])', 'a: z.string()', 'breaks', 'ok'],
  [
    'the order of ways says nothing',
    'a: z.union([z.string(), z.int()])',
    'a: z.union([z.int(), z.string()])',
    'ok',
    'ok',
  ],
  [
    'deep down it is the same',
    'a: z.object({ b: z.object({ c: z.int() }) })',
    'a: z.object({ b: z.object({ c: z.int().max(5) }) })',
    'breaks',
    'ok',
  ],
  [
    'values of a map are compared',
    'a: z.record(z.string(), z.int())',
    'a: z.record(z.string(), z.number())',
    'ok',
    'breaks',
  ],
  ['any type may come', 'a: z.string()', 'a: z.unknown()', 'ok', 'breaks'],
  ['words say nothing', 'a: z.string()', "a: z.string().describe('the a')", 'ok', 'ok'],
  ['a name says nothing', 'a: z.object({ b: z.int() })', "a: z.object({ b: z.int() }).meta({ id: 'B' })", 'ok', 'ok'],
]

const POSITIONS = {
  request: (fields: string) => `httpContract({ id: 'a.b/c', operations: {
    put: { method: 'PUT', path: '/x', body: { ${fields} }, responses: { 204: null } } } })`,
  answer: (fields: string) => `httpContract({ id: 'a.b/c', operations: {
    get: { method: 'GET', path: '/x', responses: { 200: { ${fields} } } } } })`,
  event: (fields: string) => `eventContract({ id: 'a.b/c', events: { done: { data: { ${fields} } } } })`,
}

function fieldCases([why, old, now, request, answer, strict]: FieldCase): readonly VerdictCase[] {
  return (['lenient', 'strict'] as const).flatMap((policy) => {
    const [asked, told] = policy === 'strict' && strict !== undefined ? strict : [request, answer]
    const marks = { request: asked, answer: told, event: RANK[asked] > RANK[told] ? asked : told }
    return (['request', 'answer', 'event'] as const).map((position) => ({
      why: `${why}: ${position}, ${policy}`,
      ...{ old: documentOf(POSITIONS[position](old)), now: documentOf(POSITIONS[position](now)) },
      ...{ policy, level: LEVELS[marks[position]] },
    }))
  })
}

const http = (operations: string, rest = ''): string =>
  `httpContract({ id: 'a.b/c', ${rest} operations: { ${operations} } })`
const get = (rest = '', path = '/x'): string =>
  http(`get: { method: 'GET', path: '${path}', responses: { 204: null }, ${rest} }`)
const byId = (id: string): string =>
  `get: { method: 'GET', path: '/x/{id}', params: { id: ${id} }, responses: { 204: null } }`
const LATEST = "latest: { method: 'GET', path: '/x/latest', responses: { 204: null } }"
const ONE = "get: { method: 'GET', path: '/x', responses: { 204: null } }"
const TWO = `${ONE}, drop: { method: 'DELETE', path: '/x', responses: { 204: null } }`
const KEYS =
  "securitySchemes: { t: { type: 'http', scheme: 'bearer' }, k: { type: 'apiKey', in: 'header', name: 'k' } },"
const channel = (sentBy: string, rest = ''): string => `messagingContract({ id: 'a.b/c', ${KEYS}
  messages: { m: { payload: { id: z.string() } } },
  channels: { jobs: { sentBy: '${sentBy}', message: 'm', delivery: 'one-per-service', ${rest} } } })`

/** Changes of what is around the payloads. */
const EDGES: readonly (readonly [why: string, old: string, now: string, mark: Mark])[] = [
  ['an operation more calls nobody', http(ONE), http(TWO), 'ok'],
  ['calls of an operation that is gone get 404', http(TWO), http(ONE), 'breaks'],
  ['a name is not on the wire', http(ONE), http(ONE.replace('get:', 'read:')), 'ok'],
  ['a path that moved is not found', get(), get('', '/y'), 'breaks'],
  [
    'another method is another operation',
    get(),
    http("get: { method: 'POST', path: '/x', responses: { 204: null } }"),
    'breaks',
  ],
  [
    'the name of a parameter of the path does not travel',
    http(byId('z.string()')),
    http(byId('z.string()').replaceAll('id', 'key')),
    'ok',
  ],
  ['an id of another form is refused', http(byId('z.string()')), http(byId('z.uuid()')), 'breaks'],
  ['`latest` may have been an id', http(byId('z.string()')), http(`${byId('z.string()')}, ${LATEST}`), 'risky'],
  ['`latest` is no UUID', http(byId('z.uuid()')), http(`${byId('z.uuid()')}, ${LATEST}`), 'ok'],
  ['`latest` is no number', http(byId('z.int()')), http(`${byId('z.int()')}, ${LATEST}`), 'ok'],
  ['an old fixed path does not catch more than it did', http(LATEST), http(`${LATEST}, ${byId('z.string()')}`), 'ok'],
  [
    'another method catches nothing',
    http(byId('z.string()')),
    http(`${byId('z.string()')}, ${LATEST.replace('GET', 'DELETE')}`),
    'ok',
  ],
  ['a query that may be left out', get(), get('query: { q: z.string().optional() }'), 'ok'],
  ['a query that must be there', get(), get('query: { q: z.string() }'), 'breaks'],
  ['a header that must be there', get(), get("headers: { 'x-q': z.string() }"), 'breaks'],
  ['readers ignore a query that is not asked for', get('query: { q: z.string().optional() }'), get(), 'ok'],
  [
    'a success that clients do not know',
    get(),
    get().replace('204: null', '200: { id: z.string() }, 204: null'),
    'breaks',
  ],
  ['a failure that clients do not know is a failure', get(), get().replace('204: null', '204: null, 409: null'), 'ok'],
  ['a success that no longer comes', get().replace('204: null', '202: null, 204: null'), get(), 'breaks'],
  ['a shorter deadline cuts off some', get('deadlineMs: 900'), get('deadlineMs: 800'), 'risky'],
  ['a longer deadline cuts off none', get('deadlineMs: 800'), get('deadlineMs: 900'), 'ok'],
  ['deprecated works as before', get(), get("deprecated: 'use another'"), 'ok'],
  ['a summary is for people', get(), get("summary: 'reads it'"), 'ok'],
  ['who had no credentials stays out', http(ONE, KEYS), http(ONE, `${KEYS} security: ['t'],`), 'breaks'],
  ['who had credentials comes in without', http(ONE, `${KEYS} security: ['t'],`), http(ONE, KEYS), 'ok'],
  ['another way in', http(ONE, `${KEYS} security: ['t'],`), http(ONE, `${KEYS} security: ['t', 'k'],`), 'ok'],
  ['a way in less', http(ONE, `${KEYS} security: ['t', 'k'],`), http(ONE, `${KEYS} security: ['t'],`), 'breaks'],
  ['who sends without credentials stays out', channel('consumer'), channel('consumer', "security: ['t']"), 'breaks'],
  [
    'who subscribes without credentials stays out',
    channel('provider'),
    channel('provider', "security: ['t']"),
    'breaks',
  ],
  ['who subscribes with credentials may go without', channel('provider', "security: ['t']"), channel('provider'), 'ok'],
  ['who sends turned around', channel('consumer'), channel('provider'), 'breaks'],
  ['another address is another queue', channel('consumer'), channel('consumer', "address: 'q'"), 'breaks'],
  [
    'another delivery is another promise',
    channel('consumer'),
    channel('consumer').replace('one-per-service', 'one-of-all'),
    'breaks',
  ],
  ['another id is another contract', get(), get().replace('a.b/c', 'a.b/d'), 'breaks'],
  [
    'a line that rises for nothing shuts out everybody',
    get(),
    get().replace("id: 'a.b/c',", "id: 'a.b/c', line: 2,"),
    'breaks',
  ],
]

export function verdictCases(): readonly VerdictCase[] {
  const edges = EDGES.flatMap(([why, old, now, mark]) =>
    (['lenient', 'strict'] as const).map((policy) => ({
      ...{ why: `${why}: ${policy}`, old: documentOf(old), now: documentOf(now), policy, level: LEVELS[mark] },
    })),
  )
  return [...FIELDS.flatMap(fieldCases), ...edges]
}
