import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DurableJournal, openDurableJournal } from './durable-journal.ts'
import { Exchange } from './exchange.ts'
import { pack, type Packed, route } from './packed.ts'
import type { QueueDelivery } from './queue.ts'
import { tempFolder, textMessage } from './rig.ts'

interface Opened {
  readonly exchange: Exchange<Packed>
  readonly journal: DurableJournal
  close(): Promise<void>
}

async function open(folder: string, options: { segmentBytes?: number; maxBytes?: number } = {}): Promise<Opened> {
  const journal = await openDurableJournal(folder, { ...options, onDamage: () => {}, onBlocked: () => {} })
  const exchange = new Exchange<Packed>({ journal, snapshot: journal.snapshot })
  journal.attach(exchange)
  return {
    exchange,
    journal,
    async close() {
      exchange.close()
      await journal.close()
    },
  }
}

function message(id: string, size = 10): Packed {
  return route(pack(textMessage(id, 'x'.repeat(size))))
}

async function bytesOnDisk(folder: string): Promise<number> {
  const files = await readdir(folder)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

test('the disk holds little more than what is not handled, however much went through', async () => {
  await using folder = await tempFolder()
  const { exchange, journal, close } = await open(folder.path, { segmentBytes: 10_000 })
  exchange.declare('jobs', { name: 'all' })
  exchange.declare('dead', { name: 'all' })
  // Stands in the first segment, and is never handled.
  await exchange.publish('dead', message('old'))
  let handled = 0
  exchange.consume(
    'jobs',
    { name: 'all' },
    {
      prefetch: 100,
      ackDeadlineMs: Infinity,
      receive: (delivery) => {
        handled++
        delivery.settle({ kind: 'ack' })
      },
    },
  )
  for (let round = 0; round < 200; round++) {
    for (let index = 0; index < 10; index++) void exchange.publish('jobs', message(`${round}-${index}`, 500))
    await exchange.flushed()
  }
  expect(handled).toBe(2000)
  await close()
  expect(journal.bytes).toBeLessThan(100_000)
  expect(await bytesOnDisk(folder.path)).toBeLessThan(100_000)
  const again = await open(folder.path)
  const left = again.exchange.queues().flatMap(({ queue }) => [...queue.entries.values()])
  expect(left.map(({ stored }) => stored.message.id)).toEqual(['old'])
  await again.close()
})

test('it says when it is full, and takes more when there is room', async () => {
  await using folder = await tempFolder()
  const { exchange, journal, close } = await open(folder.path, { maxBytes: 1000 })
  exchange.declare('jobs', { name: 'all' })
  await exchange.publish('jobs', message('a', 1000))
  expect(journal.full).toBe('more than 1000 bytes wait to be handled')
  const done = new Promise<void>((resolve) => {
    exchange.consume(
      'jobs',
      { name: 'all' },
      {
        ...{ prefetch: 1, ackDeadlineMs: Infinity },
        receive: (delivery) => resolve(void delivery.settle({ kind: 'ack' })),
      },
    )
  })
  await done
  expect(journal.full).toBeUndefined()
  await close()
})

test('whatever happens, an exchange that is opened again holds what it held', async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constant('publish' as const), key: fc.constantFrom(undefined, 'k', 'l') }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        what: fc.constant('settle' as const),
        how: fc.constantFrom('ack', 'retry', 'reject', 'release'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constantFrom('replay' as const, 'discard' as const, 'reopen' as const) }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      await using folder = await tempFolder()
      let opened = await open(folder.path, { segmentBytes: 300 })
      let deliveries: QueueDelivery<Packed>[] = []
      const start = (): void => {
        deliveries = []
        opened.exchange.consume(
          'a',
          { name: 'one' },
          {
            ...{ prefetch: 3, ackDeadlineMs: Infinity },
            receive: (delivery) => void deliveries.push(delivery),
          },
        )
      }
      opened.exchange.declare('a', { name: 'two' })
      start()
      for (const [index, { what, ...rest }] of steps.entries()) {
        if (what === 'publish') {
          const key = 'key' in rest ? rest.key : undefined
          void opened.exchange.publish('a', route(pack({ ...textMessage(`m${index}`), key })))
        } else if (what === 'settle') {
          const how = 'how' in rest ? rest.how : 'ack'
          const delivery = deliveries.shift()
          if (how === 'retry') delivery?.settle({ kind: 'retry', delayMs: 60_000 })
          else if (how === 'reject') delivery?.settle({ kind: 'reject', reason: { code: 'x', message: '' } })
          else delivery?.settle({ kind: how === 'ack' ? 'ack' : 'release' })
        } else if (what === 'reopen') {
          const before = held(opened.exchange)
          await opened.close()
          opened = await open(folder.path, { segmentBytes: 300 })
          assert.deepEqual(held(opened.exchange), before)
          start()
        } else opened.exchange[what]({})
        await Promise.resolve()
      }
      const before = held(opened.exchange)
      await opened.close()
      const again = await open(folder.path)
      expect(held(again.exchange)).toEqual(before)
      await again.close()
    }),
    { numRuns: 40 },
  )
}, 60_000)

/** Attempts of what is out for delivery are not logged: who settles it says how many there were. */
function held(exchange: Exchange<Packed>): unknown {
  return exchange.queues().map(({ address, queue }) => ({
    address,
    group: queue.group,
    entries: [...queue.entries.values()]
      .map(({ stored, dead }) => ({ seq: stored.seq, id: stored.message.id, key: stored.message.key, dead }))
      .toSorted((a, b) => a.seq - b.seq),
  }))
}
