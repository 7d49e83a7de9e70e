import { randomUUID } from 'node:crypto'
import { brokerCases, createOutcomes, isHeldTo, runBrokerCase } from '@tessera/runtime.broker/conformance'
import { describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { createTracker, hasRabbitMq, RABBITMQ } from './rig.ts'

const capabilities = { persistent: true, shared: true, ordered: true, deduplicating: false }
const outcomes = createOutcomes()

describe.skipIf(!(await hasRabbitMq()))('RabbitMQ at TESSERA_AMQP_URL, or 127.0.0.1:5672', () => {
  test('it says what it can do, and no password', async () => {
    await using broker = await openBroker(RABBITMQ)
    expect(broker.capabilities).toMatchObject(capabilities)
    expect(broker.url).not.toContain('guest')
  })

  test.concurrent.each(brokerCases.filter((brokerCase) => isHeldTo(brokerCase, capabilities)))(
    '$name',
    async (brokerCase) => {
      await using tracker = createTracker()
      const run = (): Promise<void> => runBrokerCase(brokerCase, () => tracker.open())
      await expect(outcomes.record(brokerCase.name, run)).resolves.toBeUndefined()
    },
    40_000,
  )

  test('the matrix says so', async () => {
    const names = brokerCases.map(({ name }) => name)
    await expect(outcomes.text(names)).toMatchFileSnapshot('conformance.json')
  })

  test('a queue that is there with other properties is named', async () => {
    await using tracker = createTracker()
    const [first, second] = [await tracker.open(), await tracker.open()]
    const address = `other-${randomUUID()}`
    await first.declare(address, { name: 'all' })
    await expect(second.declare(address, { name: 'all', ordered: true })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      reason: expect.stringContaining(
        `inequivalent arg 'x-single-active-consumer' for queue '${address}.all'`,
      ) as string,
    })
    // Others are not disturbed.
    await second.declare(address, { name: 'others' })
    await Promise.all([first.close(), second.close()])
  })
})

test('a RabbitMQ that is not there is unavailable', async () => {
  await expect(openBroker('amqp://user:secret@127.0.0.1:1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'amqp://127.0.0.1:1',
  })
}, 30_000)
