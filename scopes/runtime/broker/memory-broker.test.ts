import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { brokerCases, createOutcomes, isHeldTo, runBrokerCase } from './conformance.ts'
import { openBroker } from './index.ts'
import { collector, textMessage } from './rig.ts'

const capabilities = { persistent: false, shared: false, ordered: true, deduplicating: true }
const outcomes = createOutcomes()

test('a memory broker says what it can do', async () => {
  await using broker = await openBroker('memory:')
  expect(broker.capabilities).toMatchObject(capabilities)
})

test.concurrent.each(brokerCases.filter((brokerCase) => isHeldTo(brokerCase, capabilities)))(
  'memory: $name',
  async (brokerCase) => {
    const url = `memory:${randomUUID()}`
    const run = (): Promise<void> => runBrokerCase(brokerCase, () => openBroker(url))
    await expect(outcomes.record(brokerCase.name, run)).resolves.toBeUndefined()
  },
  30_000,
)

test('the matrix says so', async () => {
  const names = brokerCases.map(({ name }) => name)
  await expect(outcomes.text(names)).toMatchFileSnapshot('conformance-memory.json')
})

test('without a name it is one’s own; with one it is shared until the last has closed', async () => {
  const [own, a, b] = await Promise.all(['memory:', 'memory:shared', 'memory:shared'].map(openBroker))
  for (const broker of [own, a]) await broker?.declare('x', { name: 'all' })
  await a?.publish('x', { id: '1', headers: {}, body: new Uint8Array() })
  await a?.close()
  const got = new Promise((resolve) => {
    void b?.subscribe('x', { group: { name: 'all' } }, ({ message }) => resolve(message.id))
  })
  expect(await got).toBe('1')
  await Promise.all([own?.close(), b?.close()])
})

test('a URL of no broker says what there is', async () => {
  await expect(openBroker('kafka://localhost')).rejects.toThrow('"kafka:" names no broker; there are memory:')
  await expect(openBroker('nowhere')).rejects.toThrow(TypeError)
  await expect(openBroker('mqtt://localhost')).rejects.toThrow('"mqtt:" names no broker')
})

test('a clock that jumps loses nothing and holds nothing up', async () => {
  const day = 24 * 3_600_000
  let offset = 0
  const { now } = Date
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + offset)
  try {
    await using broker = await openBroker('memory:')
    const seen = collector<string>()
    await broker.subscribe('x', { group: { name: 'all' }, ackDeadlineMs: 100 }, (delivery) => {
      const { id } = delivery.message
      seen.add(`${id} ${delivery.attempt}`)
      // What is not settled at all comes again, too.
      if (delivery.attempt === 1 && id === 'retried') void delivery.retry(20)
      else if (delivery.attempt > 1) void delivery.ack()
    })
    for (const [id, jump] of [
      ['retried', day],
      ['silent', -2 * day],
    ] as const) {
      await broker.publish('x', textMessage(id))
      await seen.count(seen.items.length + 1)
      offset += jump
    }
    expect((await seen.count(4)).toSorted()).toEqual(['retried 1', 'retried 2', 'silent 1', 'silent 2'])
  } finally {
    clock.mockRestore()
  }
})
