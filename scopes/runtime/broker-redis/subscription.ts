import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKeyLanes, type Subscription } from '@tessera/runtime.broker'
import { createAcknowledger } from './acknowledger.ts'
import { comeAgain, type Subscribing, type Work } from './delivery.ts'
import { keysOf } from './keys.ts'
import { createLease, FREE } from './lease.ts'
import { createReader } from './reader.ts'
import { type Bell, readAll } from './reading.ts'
import type { Session } from './session.ts'
import { startTending } from './tend.ts'

/** So often, in milliseconds, one that is stopping is woken. */
const WAKE_MS = 10

/** Reads a queue as a consumer of its own. Of an ordered group one consumer reads at a time, as long as it is there. */
export async function subscribe(session: Session, subscribing: Subscribing): Promise<Subscription> {
  await subscribing.declare()
  const { address, group, ackDeadlineMs } = subscribing
  const [keys, consumer, bell] = [keysOf({ address, group: group.name }), randomUUID(), createBell()]
  const tickMs = tickOf(subscribing)
  const lease = group.ordered ? createLease(session, keys.holder, consumer, ackDeadlineMs) : FREE
  let stopped = false
  const tending = startTending(tickMs, async () => {
    // What is in work keeps the group, however long it takes.
    if (lease.valid) await lease.renew()
    const ms = await session.call<number>('tesseraTend', keys.queue, keys.delayed, keys.due, group.expiresMs ?? '')
    return ms < 0 ? Infinity : ms
  })
  const work: Work = {
    ...{ session, subscribing, keys, consumer, lease, open: new Map(), lanes: createKeyLanes() },
    ...{
      acknowledge: createAcknowledger(session, keys),
      isStopped: () => stopped,
      onSettled: bell.ring,
      onDelayed: tending.hurry,
    },
  }
  const reader = createReader(session, keys.queue, consumer)
  const reading = readAll(work, { reader, bell, tickMs })

  async function stopOnce(): Promise<void> {
    stopped = true
    const done = reading.then(() => true)
    // It may be just about to wait.
    while (!(await Promise.race([done, sleep(WAKE_MS, false, { ref: false })]))) {
      bell.ring()
      await reader.wake()
    }
    reader.close()
  }
  async function closeOnce(): Promise<void> {
    await stop()
    tending.stop()
    // Where Redis is gone, what is left comes to others when its time is over.
    await leave(work).catch(() => {})
  }
  let stopping: Promise<void> | undefined
  let closing: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= stopOnce())
  return { stop, close: () => (closing ??= closeOnce()) }
}

function tickOf({ ackDeadlineMs, group }: Subscribing): number {
  return Math.max(10, Math.min(1000, ackDeadlineMs / 3, (group.expiresMs ?? Infinity) / 3))
}

function createBell(): Bell {
  let wake: () => void = () => {}
  return {
    ring: () => wake(),
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

/** Gives back what is not settled. */
async function leave(work: Work): Promise<void> {
  const { session, subscribing, keys, consumer, open } = work
  if (!subscribing.group.ordered) await Promise.all([...open.values()].map((handed) => comeAgain(work, handed, 0)))
  const kept = subscribing.group.ordered ? [...open.values()] : []
  const counts = kept.flatMap(({ entry, attempts }) => [entry.id, attempts])
  await session.call('tesseraLeave', keys.queue, keys.holder, consumer, ...counts)
}
