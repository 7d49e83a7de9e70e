import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '@tessera/runtime.core'
import { type CallRecord } from './client.ts'
import { type Orders, type Pair, startPair } from './rig.ts'

let pair: Pair
let seen: { input: unknown; context: Context } | undefined
const records: CallRecord[] = []

beforeAll(async () => {
  pair = await startPair(
    {
      createOrder: (input, context) => {
        seen = { input, context }
        if (input.body.total === 13)
          return { status: 422, body: { type: 'about:blank', title: 'unlucky', status: 422 } }
        return { status: 201, body: { id: 'o1', ...input.body } }
      },
      getOrder: (input, context) => {
        seen = { input, context }
        return { status: 200, body: { id: input.params.id, total: 1, note: input.headers['x-tenant'] ?? 'none' } }
      },
      listOrders: (input, context) => {
        seen = { input, context }
        return {
          status: 200,
          body: [
            { id: 'o1', total: 1, currency: 'USD' },
            { id: 'o2', total: 2 },
          ],
        }
      },
    },
    { client: { onCall: (call) => records.push(call) } },
  )
})
afterAll(() => pair[Symbol.asyncDispose]())

test('an order is created and read, defaults filled at either end', async () => {
  const reply = await pair.client.call.createOrder({ body: { total: 12.5, note: 'ключ 🔑' } })
  expect(seen?.input).toEqual({ body: { total: 12.5, currency: 'EUR', note: 'ключ 🔑' } })
  expect(reply).toEqual({ status: 201, body: { id: 'o1', total: 12.5, currency: 'EUR', note: 'ключ 🔑' } })
  expect(records.at(-1)).toMatchObject({ operation: 'createOrder', attempts: 1, status: 201 })
})

test('a declared problem is a reply, not an error', async () => {
  const reply = await pair.client.call.createOrder({ body: { total: 13 } })
  expect(reply).toEqual({ status: 422, body: { type: 'about:blank', title: 'unlucky', status: 422 } })
})

test('204 has no body', async () => {
  expect(await pair.client.call.cancelOrder({ params: { id: 'o1' } })).toEqual({ status: 204 })
})

test('a call says who makes it, under which key and how long it may take', async () => {
  await pair.client.call.createOrder({ body: { total: 1 } }, { deadlineMs: 60_000, headers: { 'X-Extra': 'yes' } })
  expect(seen?.context.caller).toEqual({ contract: 'acme.orders/orders-api', line: 1, hash: 'hash-of-writer' })
  expect(seen?.context.headers['idempotency-key']).toMatch(/^[\da-f]{32}$/)
  expect(seen?.context.headers['x-extra']).toBe('yes')
  expect(Number(seen?.context.headers['x-request-deadline-ms'])).toBeGreaterThan(30_000)
  expect((seen?.context.deadline ?? 0) - Date.now()).toBeLessThanOrEqual(60_000)
  await pair.client.call.createOrder({ body: { total: 1 } }, { idempotencyKey: 'k1' })
  expect(seen?.context.headers['idempotency-key']).toBe('k1')
})

describe('parameters', () => {
  test('arrays are repeated, an empty one is absent', async () => {
    const { listOrders } = pair.client.call
    await listOrders({ query: { tag: ['a b', 'c&d=e', ''], open: true } })
    expect(seen?.input).toEqual({ query: { tag: ['a b', 'c&d=e', ''], open: true, limit: 10 } })
    await listOrders({ query: { tag: ['one'], limit: 1e21 } })
    expect(seen?.input).toEqual({ query: { tag: ['one'], limit: 1e21 } })
    const reply = await listOrders()
    expect(seen?.input).toEqual({ query: { limit: 10 } })
    expect(reply.body.map((order) => order.currency)).toEqual(['USD', 'EUR'])
  })

  test('any text comes through a path, a query and a header', async () => {
    const wellFormed = fc.string({ unit: 'grapheme', minLength: 1 })
    const header = wellFormed.filter((text) => !/\p{Cc}/u.test(text) && text.trim() === text)
    const segment = wellFormed.filter((text) => text !== '.' && text !== '..')
    await fc.assert(
      fc.asyncProperty(segment, fc.array(wellFormed), header, async (id, tag, tenant) => {
        const found = await pair.client.call.getOrder({ params: { id }, headers: { 'x-tenant': tenant } })
        expect(found).toMatchObject({ status: 200, body: { id, note: tenant } })
        await pair.client.call.listOrders({ query: { tag } })
        expect(seen?.input).toEqual({ query: { limit: 10, ...(tag.length === 0 ? {} : { tag }) } })
      }),
      { numRuns: 100 },
    )
  })

  test('a long path parameter is found', async () => {
    const id = 'x'.repeat(4000)
    expect(await pair.client.call.getOrder({ params: { id } })).toMatchObject({ status: 200, body: { id } })
  })

  test.each<[string, Orders['getOrder']['write'], string]>([
    ['an empty path parameter', { params: { id: '' } }, '/id'],
    ['a path parameter that would be resolved away', { params: { id: '..' } }, ''],
    ['half a surrogate pair', { params: { id: '\uD800' } }, '/id'],
    ['a line end in a header', { params: { id: 'a' }, headers: { 'x-tenant': 'a\r\nb: c' } }, '/x-tenant'],
  ])('%s does not leave', async (_, input, pointer) => {
    await expect(pair.client.call.getOrder(input)).rejects.toMatchObject({
      code: 'CONTRACT_VIOLATION',
      side: 'sent',
      issues: [expect.objectContaining({ pointer })],
    })
    expect(records.at(-1)).toMatchObject({ operation: 'getOrder', attempts: 0 })
  })
})

test('a body of megabytes comes back whole', async () => {
  const big = await startPair({}, { server: { maxBodyBytes: 8_000_000 } })
  const note = '€'.repeat(1_000_000)
  const reply = await big.client.call.createOrder({ body: { total: 1, note } })
  expect(reply).toMatchObject({ status: 201, body: { note } })
  await big[Symbol.asyncDispose]()
})
