import { openBroker as openAnyBroker } from '@tessera/runtime.broker'
import { brokerCases, createOutcomes, runBrokerCase } from '@tessera/runtime.broker/conformance'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { hasRedis, REDIS } from './rig.ts'

const outcomes = createOutcomes()

describe.skipIf(!(await hasRedis()))('Redis at TESSERA_REDIS_URL, or 127.0.0.1:6379', () => {
  afterAll(async () => {
    const redis = new Redis(REDIS)
    const keys = await redis.keys('tessera:{conformance-*')
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
    expect(broker.capabilities).toMatchObject({ persistent, shared: true, ordered: true, deduplicating: true })
    expect(broker.url).not.toContain('@')
  })

  test('it is found by its URL', async () => {
    await using broker = await openAnyBroker(REDIS)
    expect(broker.capabilities.shared).toBe(true)
  })

  // Whether it is persistent is up to the Redis; no case asks for that.
  test.concurrent.each(brokerCases)(
    '$name',
    async (brokerCase) => {
      const run = (): Promise<void> => runBrokerCase(brokerCase, () => openBroker(REDIS))
      await expect(outcomes.record(brokerCase.name, run)).resolves.toBeUndefined()
    },
    40_000,
  )

  test('the matrix says so', async () => {
    const names = brokerCases.map(({ name }) => name)
    await expect(outcomes.text(names)).toMatchFileSnapshot('conformance.json')
  })
})

test('a Redis that is not there is unavailable', async () => {
  await expect(openBroker('redis://user:secret@127.0.0.1:1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'redis://127.0.0.1:1',
  })
}, 30_000)
