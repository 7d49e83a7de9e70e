import { expect, test } from 'vitest'
import { documentOf } from './examples.fixture.ts'
import { compareContracts } from './index.ts'

/** Every order's amount is of one shared schema. */
const orders = (count: number, amount: string) =>
  documentOf(`(() => {
    const Money = z.object({ amount: ${amount} }).meta({ id: 'Money' })
    const operation = (path) => ({ method: 'POST', path, body: z.object({ total: Money }), responses: { 204: null } })
    const paths = Array.from({ length: ${count} }, (_, index) => '/orders' + index)
    return httpContract({ id: 'acme.orders/orders-api', operations:
      Object.fromEntries(paths.map((path, index) => ['order' + index, operation(path)])) })
  })()`)

test('what there is no time for is risky and says so', () => {
  const { level, findings } = compareContracts(orders(3, 'z.int()'), orders(3, 'z.int().min(1)'), { timeoutMs: 0 })
  expect(level).toBe('risky')
  expect(findings.map(({ rule, severity, at }) => [rule, severity, at])).toEqual([
    ['timeout', 'risky', 'order0/request/body'],
    ['timeout', 'risky', 'order1/request/body'],
    ['timeout', 'risky', 'order2/request/body'],
  ])
  expect(findings[0]?.message).toBe('TIMEOUT: the time for the whole contract was over before this was looked at')
})

test('what is the same needs no time', () => {
  expect(compareContracts(orders(3, 'z.int()'), orders(3, 'z.int()'), { timeoutMs: 0 }).findings).toEqual([])
})

test('one change of a shared schema is one finding with a checked value, however many payloads use it', () => {
  const { findings } = compareContracts(orders(60, 'z.int()'), orders(60, 'z.int().min(1)'))
  expect(findings.map(({ rule, at, slots }) => [rule, at, slots?.length])).toEqual([
    ['minimum-raised', 'Money#/properties/amount/minimum', 60],
  ])
  expect(findings[0]?.witness).toEqual({ total: { amount: expect.any(Number) } })
})
