import { randomUUID } from 'node:crypto'
import { brokerCases, runBrokerCase } from '@tessera/runtime.broker/conformance'
import { describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { createTracker, hasRabbitMq, RABBITMQ, startProxy } from './rig.ts'

const capabilities = { persistent: true, shared: true, ordered: true, deduplicating: false }

describe.skipIf(!(await hasRabbitMq()))('RabbitMQ at TESSERA_AMQP_URL, or 127.0.0.1:5672', () => {
  test('it says what it can do, and no password', async () => {
    await using broker = await openBroker(RABBITMQ)
    expect(broker.capabilities).toEqual(capabilities)
    expect(broker.url).not.toContain('guest')
  })

  test.each(brokerCases.filter(({ needs }) => needs === undefined || capabilities[needs]))(
    '$name',
    async (brokerCase) => {
      await using tracker = createTracker()
      await expect(runBrokerCase(brokerCase, () => tracker.open())).resolves.toBeUndefined()
    },
    40_000,
  )

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

  test('connections that are cut again and again lose nothing that was confirmed', async () => {
    await using proxy = await startProxy()
    await using tracker = createTracker()
    const [publisher, subscriber] = [await tracker.open(proxy.url), await tracker.open(proxy.url)]
    const address = `cut-${randomUUID()}`
    const handled = new Map<string, number>()
    let enough: () => void = () => {}
    const all = new Promise<void>((resolve) => (enough = resolve))
    const total = 2000
    await subscriber.subscribe(address, { group: { name: 'all' }, prefetch: 50 }, (delivery) => {
      const { id } = delivery.message
      handled.set(id, (handled.get(id) ?? 0) + 1)
      void delivery.ack()
      if (handled.size === total) enough()
    })
    const confirmed: string[] = []
    let next = 0
    const publish = async (): Promise<void> => {
      while (next < total) {
        const id = `m${next++}`
        await publisher.publish(address, { id, headers: {}, body: new TextEncoder().encode(id) })
        confirmed.push(id)
        if (confirmed.length % 500 === 0) proxy.cut()
      }
    }
    await Promise.all(Array.from({ length: 100 }, publish))
    await all
    expect(confirmed.length).toBe(total)
    expect(confirmed.filter((id) => !handled.has(id))).toEqual([])
    await Promise.all([publisher.close(), subscriber.close()])
  }, 60_000)
})

test('a RabbitMQ that is not there is unavailable', async () => {
  await expect(openBroker('amqp://user:secret@127.0.0.1:1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'amqp://127.0.0.1:1',
  })
}, 30_000)
