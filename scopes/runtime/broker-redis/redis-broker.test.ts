import { randomUUID } from 'node:crypto'
import { openBroker as openAnyBroker } from '@tessera/runtime.broker'
import { brokerCases, runBrokerCase } from '@tessera/runtime.broker/conformance'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { hasRedis, REDIS, startProxy } from './rig.ts'

const cut = `cut-${randomUUID()}`

describe.skipIf(!(await hasRedis()))('Redis at TESSERA_REDIS_URL, or 127.0.0.1:6379', () => {
  afterAll(async () => {
    const redis = new Redis(REDIS)
    const keys = [...(await redis.keys('tessera:{conformance-*')), ...(await redis.keys(`tessera:{${cut}*`))]
    if (keys.length > 0) await redis.del(...keys)
    const places = await redis.smembers('tessera:dead-places')
    const ours = places.filter((place) => place.startsWith('["conformance-'))
    if (ours.length > 0) await redis.srem('tessera:dead-places', ...ours)
    await redis.quit()
  })

  test('it says what it can do, and no password; that it is persistent where Redis writes a file', async () => {
    await using broker = await openBroker(REDIS)
    const redis = new Redis(REDIS)
    const persistent = (await redis.info('persistence')).includes('aof_enabled:1')
    await redis.quit()
    expect(broker.capabilities).toEqual({ persistent, shared: true, ordered: true, deduplicating: true })
    expect(broker.url).not.toContain('@')
  })

  test('it is found by its URL', async () => {
    await using broker = await openAnyBroker(REDIS)
    expect(broker.capabilities.shared).toBe(true)
  })

  // Whether it is persistent is up to the Redis; no case asks for that.
  test.each(brokerCases)(
    '$name',
    async (brokerCase) => {
      await expect(runBrokerCase(brokerCase, () => openBroker(REDIS))).resolves.toBeUndefined()
    },
    40_000,
  )

  test('connections that are cut again and again lose nothing that was confirmed', async () => {
    await using proxy = await startProxy()
    await using publisher = await openBroker(proxy.url)
    await using subscriber = await openBroker(proxy.url)
    const handled = new Set<string>()
    let enough: () => void = () => {}
    const all = new Promise<void>((resolve) => (enough = resolve))
    const total = 2000
    await subscriber.subscribe(cut, { group: { name: 'all' }, prefetch: 50 }, (delivery) => {
      handled.add(delivery.message.id)
      void delivery.ack()
      if (handled.size === total) enough()
    })
    const confirmed: string[] = []
    let next = 0
    const publish = async (): Promise<void> => {
      while (next < total) {
        const id = `m${next++}`
        await publisher.publish(cut, { id, headers: {}, body: new TextEncoder().encode(id) })
        confirmed.push(id)
        if (confirmed.length % 500 === 0) proxy.cut()
      }
    }
    await Promise.all(Array.from({ length: 100 }, publish))
    await all
    expect(confirmed.length).toBe(total)
    expect(confirmed.filter((id) => !handled.has(id))).toEqual([])
  }, 60_000)
})

test('a Redis that is not there is unavailable', async () => {
  await expect(openBroker('redis://user:secret@127.0.0.1:1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'redis://127.0.0.1:1',
  })
}, 30_000)
