import { setTimeout as sleep } from 'node:timers/promises'
import type { BrokerDelivery, DeadReason, Group, KeyLanes } from '@tessera/runtime.broker'
import type { Entry } from './entry.ts'
import { DEAD_PLACES, type QueueKeys } from './keys.ts'
import type { Session } from './session.ts'

export interface Subscribing {
  readonly address: string
  readonly group: Group
  readonly prefetch: number
  readonly ackDeadlineMs: number
  readonly receive: (delivery: BrokerDelivery) => void
  /** Makes the queue, if it is not there. */
  readonly declare: () => Promise<void>
}

/** What the deliveries of one subscription share. */
export interface Work {
  readonly session: Session
  readonly subscribing: Subscribing
  readonly keys: QueueKeys
  readonly consumer: string
  /** What is not settled, by the id of its entry. */
  readonly open: Map<string, Handed>
  readonly lanes: KeyLanes
  readonly isStopped: () => boolean
  /** Something was settled. */
  readonly onSettled: () => void
  /** Something is due after so many milliseconds. */
  readonly onDelayed: (ms: number) => void
}

export interface Handed {
  readonly entry: Entry
  /** Deliveries before this one. */
  readonly attempts: number
}

/** Hands an entry to the subscriber; in an ordered group when nothing else of its key is in work. */
export function deliver(work: Work, handed: Handed): void {
  const { key } = handed.entry.message
  work.open.set(handed.entry.id, handed)
  if (key === undefined || !work.subscribing.group.ordered) hand(work, handed, () => {})
  else work.lanes.enter(key, (leave) => hand(work, handed, leave))
}

function hand(work: Work, handed: Handed, leave: () => void): void {
  const { session, subscribing, keys, consumer, open } = work
  const { entry, attempts } = handed
  let settled = false
  const once = async (how: () => Promise<unknown>): Promise<void> => {
    if (settled) return
    settled = true
    await how()
  }
  const settle = (how: () => Promise<unknown>): Promise<void> =>
    once(async () => {
      await how()
      if (open.get(entry.id) === handed) open.delete(entry.id)
      leave()
      work.onSettled()
    })
  const again = (made: number, delayMs: number): Promise<void> =>
    isOrdered(work, entry)
      ? once(() => handLater(work, { entry, attempts: made }, { delayMs, leave }))
      : settle(() => comeAgain(work, { entry, attempts: made }, delayMs))
  subscribing.receive({
    address: subscribing.address,
    message: entry.message,
    attempt: attempts + 1,
    // As long as its process holds an ordered group nobody else takes from it.
    ackDeadlineMs: subscribing.group.ordered ? Infinity : subscribing.ackDeadlineMs,
    ack: () => settle(() => session.call('tesseraAck', keys.queue, entry.id)),
    retry: (delayMs) => again(attempts + 1, delayMs),
    release: () => again(attempts, 0),
    reject: (reason) => settle(() => bury(work, { entry, attempts: attempts + 1 }, reason)),
    extend: () => {
      if (settled) return
      session.call('XCLAIM', keys.queue, 'tessera', consumer, 0, entry.id, 'JUSTID').catch(() => {})
    },
  })
}

function isOrdered({ subscribing }: Work, { message }: Entry): boolean {
  return subscribing.group.ordered === true && message.key !== undefined
}

/** A copy comes later, to whoever reads then. */
export async function comeAgain({ session, keys, onDelayed }: Work, handed: Handed, delayMs: number): Promise<void> {
  const { queue, delayed, due } = keys
  const delay = Math.max(0, Math.round(delayMs))
  await session.call('tesseraRetry', queue, delayed, due, handed.entry.id, handed.attempts, delay)
  if (delay > 0) onDelayed(delay)
}

/** It waits here: nothing of its key may pass it. Whoever is stopped keeps it until it leaves. */
async function handLater(
  work: Work,
  handed: Handed,
  { delayMs, leave }: { readonly delayMs: number; readonly leave: () => void },
): Promise<void> {
  work.open.set(handed.entry.id, handed)
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  if (!work.isStopped()) hand(work, handed, leave)
}

async function bury({ session, subscribing, keys }: Work, handed: Handed, reason: DeadReason): Promise<void> {
  await session.call('SADD', DEAD_PLACES, JSON.stringify([subscribing.address, subscribing.group.name]))
  const what = [handed.entry.id, handed.attempts, reason.code, reason.message]
  await session.call('tesseraReject', keys.queue, keys.dead, ...what)
}
