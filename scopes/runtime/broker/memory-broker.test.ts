import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { brokerCases, runBrokerCase } from './conformance.ts'
import { openBroker } from './index.ts'

const capabilities = { persistent: false, shared: false, ordered: true, deduplicating: true }

test('a memory broker says what it can do', async () => {
  await using broker = await openBroker('memory:')
  expect(broker.capabilities).toEqual(capabilities)
})

test.each(brokerCases.filter(({ needs }) => needs === undefined || capabilities[needs]))(
  'memory: $name',
  async (brokerCase) => {
    const url = `memory:${randomUUID()}`
    await expect(runBrokerCase(brokerCase, () => openBroker(url))).resolves.toBeUndefined()
  },
  30_000,
)

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
  await expect(openBroker('sqs://localhost')).rejects.toThrow('"sqs:" names no broker')
})
