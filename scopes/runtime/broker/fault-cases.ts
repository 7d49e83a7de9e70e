import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Broker, BrokerMessage } from './broker.ts'
import { collect, sample, until } from './collect.ts'
import { consume, type Consumer } from './consume.ts'
import type { Proxy } from './fault-proxy.ts'
import type { MessageContext } from './message.ts'

/** What a test can do to a broker. */
export type Fault = 'kill' | 'proxy'

/** What a fault case works with; `kill` and `proxy` only where the case needs them. */
export interface FaultStage {
  /** Nobody else uses it. */
  readonly address: string
  /** Of the broker, for processes of their own. */
  readonly url: string
  readonly connect: () => Promise<Broker>
  /** Kills the broker's process and starts it again. */
  readonly kill: () => Promise<void>
  /** Milliseconds after which a new group outlives a kill; 0 where nothing is said. */
  readonly settleMs?: number
  /** What all connections go through. */
  readonly proxy: Pick<Proxy, 'cut' | 'mute'>
}

export interface FaultCase {
  readonly name: string
  readonly needs?: Fault
  readonly run: (stage: FaultStage) => Promise<void>
}

export type FaultPlace = Pick<FaultStage, 'url' | 'connect'> & Partial<Pick<FaultStage, Fault | 'settleMs'>>

/** Runs one case; rejects where something was lost, or came to the wrong end. */
export async function runFaultCase({ name, run }: FaultCase, place: FaultPlace): Promise<void> {
  const opened: Broker[] = []
  const connect = async (): Promise<Broker> => {
    const broker = await place.connect()
    opened.push(broker)
    return broker
  }
  const cannot = (): never => {
    throw new Error(`this place cannot do what "${name}" needs`)
  }
  const nothing = { kill: cannot, proxy: { cut: cannot, mute: cannot } }
  try {
    await run({ ...nothing, ...place, address: `conformance-${randomUUID()}`, connect })
  } finally {
    await Promise.all(opened.map((broker) => broker.close()))
  }
}

/** Nothing that was confirmed is lost, whatever happens. */
export const faultCases: readonly FaultCase[] = [
  {
    name: 'a broker that is killed and started again mid-stream loses nothing that it confirmed',
    needs: 'kill',
    run: (stage) => stream(stage, { total: 1500, window: 50, disturbAt: [500], disturb: () => stage.kill() }),
  },
  {
    name: 'connections that are cut again and again lose nothing that was confirmed',
    needs: 'proxy',
    run: (stage) =>
      stream(stage, { total: 800, window: 50, disturbAt: [200, 400, 600], disturb: async () => stage.proxy.cut() }),
  },
  {
    name: 'connections that go dead without a word are given up, and lose nothing that was confirmed',
    needs: 'proxy',
    run: (stage) =>
      stream(stage, { total: 300, window: 50, disturbAt: [100], disturb: async () => stage.proxy.mute() }),
  },
  {
    name: 'what a process held when it was killed comes to another, and counts as an attempt',
    run: async ({ address, url, connect }) => {
      const broker = await connect()
      await broker.declare(address, { name: 'all' })
      const ids = Array.from({ length: 10 }, (_, index) => `m${index}`)
      for (const id of ids) await broker.publish(address, sample(id))
      const holder = await hold(url, address)
      const killed = once(holder, 'exit')
      holder.kill('SIGKILL')
      await killed
      const inbox = await collect(broker, address, { ackDeadlineMs: 1000 })
      const taken = await inbox.take(10)
      assert.deepEqual(taken.map(({ message }) => message.id).toSorted(), ids)
      assert.equal(taken.filter(({ attempt }) => attempt > 1).length, HELD)
    },
  },
  {
    name: 'a poison message is a dead letter after its attempts while others flow',
    run: async ({ address, connect }) => {
      const broker = await connect()
      const handled = new Set<string>()
      const consumer = await start(broker, address, ({ messageId }) => {
        if (messageId === 'poison') throw new Error('cannot be handled')
        handled.add(messageId)
      })
      await broker.publish(address, sample('poison'))
      for (let index = 0; index < 20; index++) await broker.publish(address, sample(`m${index}`))
      const letters = await until(
        () => broker.deadLetters.list({ address }),
        (list) => list.length > 0,
      )
      await until(
        async () => handled.size,
        (size) => size === 20,
      )
      await consumer.drain()
      assert.deepEqual(
        letters.map(({ message, attempts, reason }) => [message.id, attempts, reason.code]),
        [['poison', 3, 'ATTEMPTS_EXHAUSTED']],
      )
      assert.equal(await broker.deadLetters.discard({ address }), 1)
    },
  },
  {
    name: 'a message that is published twice is handled once',
    run: async ({ address, connect }) => {
      const [first, second] = [await connect(), await connect()]
      const handled: string[] = []
      const handle = ({ messageId }: MessageContext): void => void handled.push(messageId)
      const consumer = await start(second, address, handle)
      const ids = Array.from({ length: 20 }, (_, index) => `m${index}`)
      await Promise.all(ids.flatMap((id) => [first, second].map((broker) => broker.publish(address, sample(id)))))
      // Comes last: whatever else is there has come before, or is being drained.
      await first.publish(address, sample('end'))
      await until(
        async () => handled.length,
        (length) => length >= 21,
      )
      await consumer.drain()
      assert.deepEqual(handled.toSorted(), [...ids, 'end'].toSorted())
    },
  },
  {
    name: 'a slow subscriber holds no more than it asked for, and another takes the rest',
    run: async ({ address, connect }) => {
      const [slow, quick] = [await connect(), await connect()]
      const held = await collect(slow, address, { prefetch: 2 }, 'by hand')
      for (let index = 0; index < 2; index++) await slow.publish(address, sample(`held${index}`))
      const holding = await held.take(2)
      const rest = await collect(quick, address, { prefetch: 10 })
      await Promise.all(Array.from({ length: 100 }, (_, index) => slow.publish(address, sample(`m${index}`))))
      const taken = await rest.take(100)
      assert.equal(new Set(taken.map(({ message }) => message.id)).size, 100)
      assert.equal(held.waiting, 0)
      for (const delivery of holding) await delivery.ack()
    },
  },
  {
    name: 'draining under load loses nothing: who comes next handles the rest',
    run: async ({ address, connect }) => {
      const [publisher, first, second] = [await connect(), await connect(), await connect()]
      const handled = new Map<string, number>()
      const handle = async ({ messageId }: MessageContext): Promise<void> => {
        await sleep(2)
        handled.set(messageId, (handled.get(messageId) ?? 0) + 1)
      }
      const leaving = await start(first, address, handle)
      const ids = Array.from({ length: 300 }, (_, index) => `m${index}`)
      const publishing = pooled(ids, 30, (id) => publisher.publish(address, sample(id)))
      await until(
        async () => handled.size,
        (size) => size >= 50,
      )
      await leaving.drain()
      await first.close()
      const staying = await start(second, address, handle)
      await publishing
      await until(
        async () => handled.size,
        (size) => size === 300,
      )
      await staying.drain()
      // Drained in order, nothing was handled twice either.
      assert.deepEqual(
        [...handled.values()].filter((times) => times !== 1),
        [],
      )
    },
  },
]

interface Streaming {
  readonly total: number
  readonly window: number
  /** After so many handled messages something happens. */
  readonly disturbAt: readonly number[]
  readonly disturb: () => Promise<void>
}

async function stream(
  { address, connect, settleMs = 0 }: FaultStage,
  { total, window, disturbAt, disturb }: Streaming,
): Promise<void> {
  const [publisher, subscriber] = [await connect(), await connect()]
  const handled = new Set<string>()
  await subscriber.subscribe(
    address,
    { group: { name: 'all' }, prefetch: 50, ackDeadlineMs: 2000 },
    ({ message, ack }) => {
      handled.add(message.id)
      // Where the broker is gone, it comes again.
      ack().catch(() => {})
    },
  )
  await sleep(settleMs)
  const confirmed: string[] = []
  const ids = Array.from({ length: total }, (_, index) => `m${index}`)
  const publishing = pooled(ids, window, async (id) => {
    await publisher.publish(address, sample(id))
    confirmed.push(id)
  })
  for (const count of disturbAt) {
    await until(
      async () => handled.size,
      (size) => size >= count,
    )
    await disturb()
  }
  await publishing
  await until(
    async () => confirmed.filter((id) => !handled.has(id)).length,
    (lost) => lost === 0,
  )
  assert.equal(confirmed.length, total)
}

/** So many at a time. */
async function pooled(ids: readonly string[], window: number, work: (id: string) => Promise<void>): Promise<void> {
  const waiting = ids.values()
  const workers = Array.from({ length: window }, async () => {
    for (const id of waiting) await work(id)
  })
  await Promise.all(workers)
}

/** A consumer as services have it. */
function start(
  broker: Broker,
  address: string,
  handle: (context: MessageContext, message: BrokerMessage) => unknown,
): Promise<Consumer> {
  const consumption = {
    ...{
      pattern: 'messaging' as const,
      name: 'jobs',
      address,
      group: { name: 'all' },
      identity: { contract: 'a/b', line: 1, hash: '' },
    },
    read: ({ message }: { readonly message: BrokerMessage }) => message,
    handle: (message: BrokerMessage, context: MessageContext) => handle(context, message),
  }
  const retry = { attempts: 3, delayMs: 1, backoff: 'constant' } as const
  return consume(broker, consumption, { retry, prefetch: 10, onError: () => {} })
}

const HELD = 5

/** A process that takes messages and settles none. */
async function hold(url: string, address: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HOLDER, url, address], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Where this package is, its built form is found, too.
    cwd: import.meta.dirname,
  })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => assert.fail('the process that was to hold messages has ended')),
  ])
  return child
}

const HOLDER = `
  import { openBroker } from '@tessera/runtime.broker'
  const [url, address] = process.argv.slice(1)
  const broker = await openBroker(url)
  let held = 0
  const options = { group: { name: 'all' }, prefetch: ${HELD}, ackDeadlineMs: 1000 }
  await broker.subscribe(address, options, () => {
    if (++held === ${HELD}) console.log('holding')
  })
`
