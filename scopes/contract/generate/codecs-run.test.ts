import {
  dateTime,
  eventContract,
  httpContract,
  int64,
  messagingContract,
  response,
  schemas,
  socketContract,
} from '@tessera/contract.define'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { documentOf } from './codecs.fixture.ts'
import { generateParts } from './index.ts'
import { createRig, type Rig } from './rig.fixture.ts'

/** Date and bigint at both ends of each pattern, over real sockets and a broker. */
const Job = z
  .object({ sequence: int64(), at: dateTime(), until: dateTime().prefault('2030-01-01T00:00:00Z') })
  .meta({ id: 'Job' })
const api = httpContract({
  id: 'acme.test/api',
  operations: {
    putJob: {
      method: 'PUT',
      path: '/jobs/{sequence}',
      params: { sequence: int64() },
      query: { since: dateTime().optional(), of: z.array(int64()).optional() },
      headers: { 'x-at': dateTime() },
      body: Job,
      responses: { 200: response(Job, { headers: { 'x-next': int64() } }) },
    },
    getJob: { method: 'GET', path: '/jobs/{sequence}', params: { sequence: int64() }, responses: { 200: Job } },
  },
})
const jobs = messagingContract({
  id: 'acme.test/jobs',
  messages: { job: { payload: Job }, done: { payload: { at: dateTime() } } },
  channels: {
    jobs: { sentBy: 'consumer', message: 'job', replyWith: 'done', delivery: 'one-of-all', orderBy: 'sequence' },
  },
})
const link = socketContract({
  id: 'acme.test/link',
  items: { ask: { sentBy: 'either', payload: Job, reply: { at: dateTime() } } },
})
const events = eventContract({
  id: 'acme.test/events',
  detailsOf: api,
  events: {
    changed: {
      data: { sequence: int64(), at: dateTime() },
      details: 'getJob',
      args: { sequence: 'sequence' },
      version: 'sequence',
      orderBy: 'sequence',
    },
  },
})
const clock = schemas({ id: 'acme.test/clock', schemas: { Instant: dateTime() } })

/** Functions of modules that are only known when they are generated. */
// oxlint-disable-next-line typescript/no-explicit-any -- a type for each would be what is tested
type Any = Record<string, any>
let rig: Rig
const load = async (part: string): Promise<Any> => (await import(`${rig.folder}/@acme/test.${part}/index.ts`)) as Any

beforeAll(async () => {
  rig = createRig()
  const documents = [api, jobs, link, events, clock].map(documentOf)
  rig.write((await Promise.all(documents.map((document) => generateParts(document)))).flat())
}, 60_000)
afterAll(() => rig.dispose())

const at = new Date('2026-03-01T10:00:00.250Z')
const sequence = 2n ** 60n + 1n
const until = new Date('2030-01-01T00:00:00Z')

test('http: parameters, headers and bodies', async () => {
  const [{ apiServer }, { apiClient }] = [await load('api.server'), await load('api.client')]
  const asked: unknown[] = []
  await using server = apiServer(
    {
      putJob: (input: Any) => {
        asked.push(input)
        return { status: 200, headers: { 'x-next': sequence + 1n }, body: input['body'] }
      },
      getJob: () => ({ status: 200, body: { sequence, at: new Date(Number.NaN) } }),
    },
    { onError: () => {} },
  )
  const { url } = await server.listen()
  await using client = apiClient({ baseUrl: url })
  const parts = { params: { sequence }, query: { since: at, of: [1n, 2n] }, headers: { 'x-at': at } }
  const reply = await client.call.putJob({ ...parts, body: { sequence, at } })
  expect(asked).toEqual([{ ...parts, body: { sequence, at, until } }])
  expect(reply).toEqual({ status: 200, headers: { 'x-next': sequence + 1n }, body: { sequence, at, until } })
  await expect(client.call.putJob({ ...parts, body: { sequence, at: new Date(Number.NaN) } })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
    side: 'sent',
    issues: expect.arrayContaining([expect.objectContaining({ pointer: '/at' })]),
  })
  await expect(client.call.getJob({ params: { sequence } })).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' })
})

test('http: mocks answer and record what a reader works with', async () => {
  const [{ apiMock, mockJob, mockPutJobRequest, mockPutJobResponse }, { apiClient }] = [
    await load('api.mocks'),
    await load('api.client'),
  ]
  await using provider = apiMock({ seed: 3 })
  await using client = apiClient({ baseUrl: (await provider.listen()).url })
  const reply = await client.call.getJob({ params: { sequence } })
  expect(reply.body.at).toBeInstanceOf(Date)
  expect(reply.body.sequence).toBeTypeOf('bigint')
  expect(provider.calls[0].input).toEqual({ params: { sequence } })
  expect(mockJob({ seed: 2, override: { at, sequence: 5n } })).toMatchObject({ at, sequence: 5n })
  expect(mockJob({ seed: 2 })).toEqual(mockJob({ seed: 2 }))
  expect(mockPutJobRequest({ override: { query: { since: at } } }).query.since).toEqual(at)
  expect(mockPutJobResponse(200, { override: { headers: { 'x-next': 7n } } })).toMatchObject({
    headers: { 'x-next': 7n },
    body: { until: expect.any(Date) },
  })
})

test('messaging: messages, replies, the key that orders, and the mock that records', async () => {
  const [{ jobsClient }, { jobsServer }, { jobsMock }] = [
    await load('jobs.client'),
    await load('jobs.server'),
    await load('jobs.mocks'),
  ]
  await using mock = await jobsMock({ plays: 'consumer' })
  const handled: unknown[] = []
  await using server = await jobsServer(
    { jobs: (job: Any) => (handled.push(job), { at: job['at'] }) },
    { broker: mock.broker },
  )
  await using client = await jobsClient({ broker: mock.broker })
  expect(await client.request.jobs({ sequence, at })).toEqual({ at })
  expect(handled).toEqual([{ sequence, at, until }])
  expect((await mock.next('jobs')).message).toMatchObject({ sequence, at })
  const made = await mock.request.jobs({ sequence: 1n, at })
  expect(made).toEqual({ at })
  void server
})

test('sockets: both ways', async () => {
  const [{ linkServer }, { linkClient }, { linkMock }] = [
    await load('link.server'),
    await load('link.client'),
    await load('link.mocks'),
  ]
  const handled: unknown[] = []
  const answer = (job: Any) => (handled.push(job), { at: job['until'] })
  await using server = linkServer({ ask: answer })
  await using client = await linkClient({ ask: answer }, { url: (await server.listen()).url })
  expect(await client.request.ask({ sequence, at })).toEqual({ at: until })
  expect(handled).toEqual([{ sequence, at, until }])
  await using peer = linkMock({ seed: 1 })
  await using other = await linkClient({ ask: answer }, { url: (await peer.listen()).url })
  expect((await other.request.ask({ sequence, at })).at).toBeInstanceOf(Date)
  expect(peer.items[0]).toMatchObject({ item: 'ask', payload: { sequence, at, until } })
})

test('events: data, and details asked for with what travelled', async () => {
  const [{ eventsSubscriber }, { eventsPublisher }, { eventsMock }, { mockJob }] = [
    await load('events.client'),
    await load('events.server'),
    await load('events.mocks'),
    await load('api.mocks'),
  ]
  const details = { getJob: (seed: number) => ({ status: 200, body: mockJob({ seed }) }) }
  await using feed = await eventsMock({ details })
  const seen: unknown[] = []
  let done = (): void => {}
  const handled = new Promise<void>((resolve) => (done = resolve))
  await using subscriber = await eventsSubscriber(
    {
      changed: async ({ data, details: ask }: Any) => {
        seen.push(data['sequence'] === sequence ? data : await ask())
        if (seen.length === 2) done()
      },
    },
    { broker: feed.broker, details: feed.details, service: 'test' },
  )
  await feed.emit.changed({ value: { sequence: 41n, at } })
  await using publisher = await eventsPublisher({ broker: feed.broker })
  await publisher.publish.changed({ sequence, at })
  await handled
  expect(seen).toContainEqual({ sequence, at })
  expect(seen).toContainEqual(expect.objectContaining({ sequence: 41n, at: expect.any(Date) }))
  expect(feed.calls[0].input).toEqual({ params: { sequence: '41' } })
  expect(feed.events).toMatchObject([{ event: 'changed', data: { sequence, at } }])
  void subscriber
})

test('shared schemas: mocks of a codec that has a name', async () => {
  const { mockInstant } = await load('clock.mocks')
  expect(mockInstant({ seed: 1 })).toBeInstanceOf(Date)
  expect(mockInstant({ override: at })).toEqual(at)
})

test('all of it compiles as strictly as can be', { timeout: 120_000 }, () => {
  rig.write([], { 'uses.ts': USES })
  expect(rig.check()).toBe('')
})

const USES = `import { apiClient } from '@acme/test.api.client'
import { apiServer, type JobR } from '@acme/test.api.server'
import { mockJob } from '@acme/test.api.mocks'
import { eventsSubscriber } from '@acme/test.events.client'
import { eventsMock } from '@acme/test.events.mocks'
import { apiReplies } from '@acme/test.api.mocks'
import type { Instant } from '@acme/test.clock.types'

const client = apiClient({ baseUrl: '' })
const reply = await client.call.getJob({ params: { sequence: 1n } })
const read: JobR = reply.body
const day: number = read.at.getUTCDay()
// @ts-expect-error a number loses what is beyond 2^53
await client.call.getJob({ params: { sequence: 1 } })
// @ts-expect-error a text is what travels, not what is worked with
export const wrong: Instant = '2020-01-01T00:00:00Z'
export const right: Instant = new Date(day)
apiServer({
  getJob: ({ params }) => ({ status: 200, body: mockJob({ override: { sequence: params.sequence + 1n, at: new Date() } }) }),
  putJob: ({ body, query }) => ({ status: 200, headers: { 'x-next': query.of?.[0] ?? 0n }, body }),
})
const feed = await eventsMock({ details: apiReplies })
await eventsSubscriber(
  { changed: async ({ data, details }) => void [(await details()).until.getTime(), data.sequence + 1n] },
  { broker: feed.broker, details: client, service: 'a' },
)
`
