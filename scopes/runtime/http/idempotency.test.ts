import { expect, test } from 'vitest'
import { type IdempotencyStore, memoryIdempotency } from './idempotency.ts'
import { definitionFor, obvious, type Orders, signalled, startPair } from './rig.ts'
import { serveHttp } from './server.ts'

const BODY = { body: { total: 1 } }
const KEY = { idempotencyKey: 'k1' }

test('what is repeated under its key is answered as before, without its handler', async () => {
  let made = 0
  const pair = await startPair(
    { createOrder: ({ body }) => ({ status: 201, body: { id: `o${++made}`, ...body } }) },
    { server: { idempotency: memoryIdempotency() } },
  )
  const { createOrder } = pair.client.call
  const first = await createOrder(BODY, KEY)
  expect(await createOrder(BODY, KEY)).toEqual(first)
  expect(await createOrder(BODY, { idempotencyKey: 'k2' })).toMatchObject({ body: { id: 'o2' } })
  expect(await createOrder({ body: { total: 2 } }, KEY)).toMatchObject({
    body: { type: 'urn:tessera:problem:idempotency-key-reused', status: 422 },
  })
  expect(made).toBe(2)
  await pair[Symbol.asyncDispose]()
})

test('a call repeated while the first is at work waits for it: the work is done once', async () => {
  const began = signalled()
  const finish = signalled()
  let made = 0
  const pair = await startPair(
    {
      createOrder: async ({ body }) => {
        made++
        began.resolve()
        await finish.promise
        return { status: 201, body: { id: 'o1', ...body } }
      },
    },
    { server: { idempotency: memoryIdempotency() } },
  )
  const first = pair.client.call.createOrder(BODY, KEY)
  await began.promise
  const response = await fetch(`${pair.url}/orders`, {
    method: 'POST',
    body: JSON.stringify(BODY.body),
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
  })
  expect([response.status, response.headers.get('retry-after')]).toEqual([409, '1'])
  const again = pair.client.call.createOrder(BODY, KEY)
  finish.resolve()
  expect(await again).toEqual(await first)
  expect(made).toBe(1)
  await pair[Symbol.asyncDispose]()
})

test('two callers under one key do not get the reply of each other', async () => {
  const { operations, ...identity } = definitionFor('reader')
  const createOrder = { ...operations.createOrder!, security: [{ token: [] }] }
  const server = serveHttp<Orders>(
    { ...identity, securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, operations: { createOrder } },
    {
      ...obvious,
      createOrder: ({ body }, { principal }) => ({ status: 201, body: { id: JSON.stringify(principal), ...body } }),
    },
    { idempotency: memoryIdempotency(), authenticate: { token: (name) => ({ principal: { name } }) } },
  )
  const { url } = await server.listen()
  const ask = async (who: string): Promise<unknown> => {
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      body: '{"total":1}',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k1', authorization: `Bearer ${who}` },
    })
    return ((await response.json()) as { id: string }).id
  }
  expect([await ask('ann'), await ask('bob'), await ask('ann')]).toEqual([
    '{"name":"ann"}',
    '{"name":"bob"}',
    '{"name":"ann"}',
  ])
  await server.drain()
})

test('a handler that failed may be called again under the same key', async () => {
  let tries = 0
  const pair = await startPair(
    {
      createOrder: ({ body }) => {
        if (++tries === 1) throw new Error('the disk is full')
        return { status: 201, body: { id: 'o1', ...body } }
      },
    },
    { server: { idempotency: memoryIdempotency(), onError: () => {} } },
  )
  await expect(pair.client.call.createOrder(BODY, KEY)).rejects.toMatchObject({ status: 500 })
  expect(await pair.client.call.createOrder(BODY, KEY)).toMatchObject({ status: 201 })
  await pair[Symbol.asyncDispose]()
})

test('a store that does not answer is a 500, one that forgets to keep is reported', async () => {
  const errors: unknown[] = []
  const down = new Error('the store is down')
  const store: IdempotencyStore = {
    begin: (key) => (key.endsWith('down') ? Promise.reject(down) : { state: 'first' }),
    finish: () => Promise.reject(down),
    forget: () => {},
  }
  const pair = await startPair({}, { server: { idempotency: store, onError: (error) => void errors.push(error) } })
  await expect(pair.client.call.createOrder(BODY, { idempotencyKey: 'down' })).rejects.toMatchObject({ status: 500 })
  expect(await pair.client.call.createOrder(BODY, KEY)).toMatchObject({ status: 201 })
  await pair[Symbol.asyncDispose]()
  expect(errors).toEqual([down, down])
})

test('the oldest keys go first, and those that are too old', () => {
  const store = memoryIdempotency({ keys: 2 })
  for (const key of ['a', 'b', 'c']) {
    expect(store.begin(key, 'f')).toEqual({ state: 'first' })
    store.finish(key, { status: 204, headers: {}, body: undefined })
  }
  expect(store.begin('c', 'f')).toMatchObject({ state: 'done', reply: { status: 204 } })
  const forgetful = memoryIdempotency({ keepMs: 0 })
  forgetful.begin('a', 'f')
  expect(forgetful.begin('a', 'f')).toEqual({ state: 'first' })
})
