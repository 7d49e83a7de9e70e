import { setTimeout as sleep } from 'node:timers/promises'
import {
  type BrokerDelivery,
  createKeyLanes,
  type DeadReason,
  type Group,
  type KeyLanes,
} from '@tessera/runtime.broker'
import type { Acknowledge } from './acknowledger.ts'
import type { Entry } from './entry.ts'
import { DEAD_PLACES, type QueueKeys } from './keys.ts'
import type { Lease } from './lease.ts'
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
  readonly acknowledge: Acknowledge
  /** What is not settled, by the id of its entry. */
  readonly open: Map<string, Handed>
  lanes: KeyLanes
  readonly lease: Lease
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

/** What was open here belongs to whoever holds the group now: nothing of it is handed out or settled any more. */
export function forgetAll(work: Work): void {
  work.open.clear()
  work.lanes = createKeyLanes()
}

/** Whether it is still this consumer's to hand out and to settle: in an ordered group that may change hands. */
function isOurs({ subscribing, open, lease }: Work, handed: Handed): boolean {
  return !subscribing.group.ordered || (lease.valid && open.get(handed.entry.id) === handed)
}

function hand(work: Work, handed: Handed, leave: () => void): void {
  if (!isOurs(work, handed)) return
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
      if (isOurs(work, handed)) await how()
      if (open.get(entry.id) === handed) open.delete(entry.id)
      leave()
      work.onSettled()
    })
  const again = (made: number, delayMs: number): Promise<void> =>
    isOrdered(work, entry)
      ? once(() => handLater(work, handed, { attempts: made, delayMs, leave }))
      : settle(() => comeAgain(work, { entry, attempts: made }, delayMs))
  subscribing.receive({
    address: subscribing.address,
    message: entry.message,
    attempt: attempts + 1,
    // As long as its process holds an ordered group nobody else takes from it.
    ackDeadlineMs: subscribing.group.ordered ? Infinity : subscribing.ackDeadlineMs,
    ack: () => settle(() => work.acknowledge(entry.id)),
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
  held: Handed,
  { attempts, delayMs, leave }: { readonly attempts: number; readonly delayMs: number; readonly leave: () => void },
): Promise<void> {
  if (!isOurs(work, held)) return
  const handed = { ...held, attempts }
  work.open.set(handed.entry.id, handed)
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  if (!work.isStopped()) hand(work, handed, leave)
}

async function bury({ session, subscribing, keys }: Work, handed: Handed, reason: DeadReason): Promise<void> {
  await session.call('SADD', DEAD_PLACES, JSON.stringify([subscribing.address, subscribing.group.name]))
  const what = [handed.entry.id, handed.attempts, reason.code, reason.message]
  await session.call('tesseraReject', keys.queue, keys.dead, ...what)
}
