import { expect, test } from 'vitest'
import { documentOf } from './examples.fixture.ts'
import { compareContracts } from './index.ts'

const getOrder = (more: string, body: string): string => `httpContract({ id: 'acme.orders/orders-api', operations: {
  getOrder: { method: 'GET', path: '/order', ${more} responses: { 200: ${body} } } } })`
const findingsOf = (before: string, after: string): readonly (readonly [string | undefined, string | undefined])[] =>
  compareContracts(documentOf(before), documentOf(after)).findings.map(({ message, wayOut }) => [message, wayOut])

test('the way out of a field more in an answer is to readers that ignore it', () => {
  const [old, now] = ['{ id: z.string() }', '{ id: z.string(), note: z.string().optional() }'].map((shape) =>
    getOrder('', `z.strictObject(${shape})`),
  ) as [string, string]
  expect(findingsOf(old, now)).toEqual([
    [
      'optional property "note" was added',
      'Let readers ignore what they do not know, one release ahead: `z.object` instead of `z.strictObject`.',
    ],
  ])
})

test.each([
  ['deprecated', 'getOrder is deprecated'],
  ['use findOrder', 'getOrder is deprecated: use findOrder'],
])('deprecated with the reason "%s"', (reason, said) => {
  const body = 'z.object({ id: z.string() })'
  expect(findingsOf(getOrder('', body), getOrder(`deprecated: '${reason}',`, body))).toEqual([[said, undefined]])
})

test('another retry says what becomes of what fails', () => {
  const events = (attempts: number): string => `eventContract({ id: 'acme.orders/order-events',
    retry: { attempts: ${attempts}, delayMs: 1000 }, events: { placed: { data: { id: z.string() } } } })`
  expect(findingsOf(events(5), events(2))).toEqual([
    [
      'what fails is tried again in another way: 2 attempts 1000 ms apart, constant, was 5 attempts 1000 ms apart, constant',
      undefined,
    ],
  ])
})
