import { readdir } from 'node:fs/promises'
import { Unavailable } from '@tessera/runtime.core'
import { expect, test } from 'vitest'
import { type Broker, createMemoryOutbox, openBroker, openFileInbox, openFileOutbox, startRelay } from './index.ts'
import { collector, tempFolder, textMessage } from './rig.ts'

const ADDRESS = 'jobs'

function entry(id: string, key?: string): Parameters<ReturnType<typeof createMemoryOutbox>['add']>[0] {
  return { address: ADDRESS, message: { ...textMessage(id), ...(key === undefined ? {} : { key }) } }
}

async function listen(broker: Broker): Promise<ReturnType<typeof collector<string>>> {
  const seen = collector<string>()
  await broker.subscribe(ADDRESS, { group: { name: 'all' } }, (delivery) => {
    seen.add(delivery.message.id)
    void delivery.ack()
  })
  return seen
}

test('a relay publishes what is there and what comes', async () => {
  await using broker = await openBroker('memory:')
  const seen = await listen(broker)
  const outbox = createMemoryOutbox()
  await outbox.add(entry('before'))
  const relay = await startRelay(outbox, { broker })
  await seen.count(1)
  await outbox.add(entry('after'))
  expect(await seen.count(2)).toEqual(['before', 'after'])
  await relay.drain()
  expect(await outbox.pending(10)).toEqual([])
})

test('while the broker is away messages wait; those of one key stay in order', async () => {
  await using broker = await openBroker('memory:')
  const seen = await listen(broker)
  let failures = 3
  const errors = collector<unknown>()
  const flaky: Broker = {
    ...broker,
    publish: async (address, message) => {
      if (message.id === 'k1' && failures-- > 0) throw new Unavailable(address, 'away')
      return broker.publish(address, message)
    },
  }
  const outbox = createMemoryOutbox()
  for (const id of ['k1', 'k2', 'k3']) await outbox.add(entry(id, 'k'))
  await outbox.add(entry('free'))
  const relay = await startRelay(outbox, { broker: flaky, pollMs: 1, onError: (error) => errors.add(error) })
  expect(await seen.count(4)).toEqual(['free', 'k1', 'k2', 'k3'])
  expect(errors.items.length).toBe(3)
  await relay.drain()
})

test('an outbox in a folder keeps what was not published, and forgets the rest', async () => {
  await using folder = await tempFolder()
  const first = await openFileOutbox(folder.path)
  for (const id of ['a', 'b', 'c']) await first.add(entry(id))
  await first.remove(['b'])
  await first.close?.()
  const second = await openFileOutbox(folder.path)
  expect((await second.pending(10)).map(({ address, message }) => [address, message.id])).toEqual([
    [ADDRESS, 'a'],
    [ADDRESS, 'c'],
  ])
  expect((await second.pending(1))[0]?.message).toEqual(textMessage('a'))
  await second.remove(['a', 'c'])
  await second.close?.()
  expect((await readdir(folder.path)).length).toBe(1)
})

test('an inbox in a folder knows what was handled, and forgets the oldest', async () => {
  await using folder = await tempFolder()
  const first = await openFileInbox(folder.path, { limit: 2 })
  for (const key of ['a', 'b', 'c']) await first.add(key)
  await first.close?.()
  const second = await openFileInbox(folder.path, { limit: 2 })
  expect(['a', 'b', 'c', 'd'].map((key) => second.has(key))).toEqual([false, true, true, false])
  await second.close?.()
})
