import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { BrokerDelivery, DeadReason, Group, KeyLanes } from '@tessera/runtime.broker'
import type { Clients } from './clients.ts'
import { type Travelled, write } from './envelope.ts'
import { token } from './names.ts'
import type { Places } from './places.ts'
import type { Remove } from './remover.ts'

export interface Subscribing {
  readonly address: string
  readonly group: Group
  readonly prefetch: number
  readonly ackDeadlineMs: number
  readonly receive: (delivery: BrokerDelivery) => void
}

/** A message that is in flight here. */
export interface Held {
  /** Says which delivery it is to SQS. */
  readonly receipt: string
  readonly sqsId: string
  readonly travelled: Travelled
  /** Deliveries before this one. */
  attempts: number
  /** It waits here; nobody who would extend it has it. */
  parked: boolean
}

/** What the deliveries of one subscription share. */
export interface Work {
  readonly clients: Clients
  readonly places: Places
  readonly subscribing: Subscribing
  readonly lanes: KeyLanes
  /** What is not settled. */
  readonly open: Set<Held>
  readonly isStopped: () => boolean
  readonly onSettled: () => void
  readonly queueUrl: () => string
  /** It comes again after so many seconds. */
  readonly visible: (held: Held, seconds: number) => Promise<void>
  readonly remove: Remove
}

/** Hands a message to the subscriber; one with a key when nothing else of its key is in work: SQS gives several at once. */
export function deliver(work: Work, held: Held): void {
  const { key } = held.travelled.message
  work.open.add(held)
  if (key === undefined) return hand(work, held, () => {})
  held.parked = true
  work.lanes.enter(key, (leave) => hand(work, held, leave))
}

function hand(work: Work, held: Held, leave: () => void): void {
  const { subscribing, open, visible, remove } = work
  const { travelled, attempts } = held
  const { key } = travelled.message
  held.parked = false
  let settled = false
  const settle = async (how: () => Promise<unknown>, last = true): Promise<void> => {
    if (settled) return
    settled = true
    await how()
    if (!last) return
    open.delete(held)
    leave()
    work.onSettled()
  }
  subscribing.receive({
    ...{ address: subscribing.address, message: travelled.message, attempt: attempts + 1 },
    ackDeadlineMs: subscribing.ackDeadlineMs,
    ack: () => settle(() => remove(held.receipt)),
    retry: (delayMs) =>
      key === undefined
        ? settle(() => visible(held, Math.min(43_200, Math.ceil(delayMs / 1000))))
        : settle(() => handLater(work, held, { delayMs, leave }), false),
    release: () =>
      settle(async () => {
        // SQS counts what it delivers. A copy of one with a key would come behind others of its key.
        if (key !== undefined) return visible(held, 0)
        await sendAgain(work, { ...travelled, attempts })
        await remove(held.receipt)
      }),
    reject: (reason) =>
      settle(async () => {
        await bury(work, { ...travelled, attempts: attempts + 1 }, reason)
        await remove(held.receipt)
      }),
    extend: () => {
      if (!settled) visible(held, Math.max(1, Math.ceil(subscribing.ackDeadlineMs / 1000))).catch(() => {})
    },
  })
}

interface Later {
  readonly delayMs: number
  readonly leave: () => void
}

/** It waits here, where nothing of its key can pass it. Whoever is stopped keeps it until it leaves. */
async function handLater(work: Work, held: Held, { delayMs, leave }: Later): Promise<void> {
  held.attempts++
  held.parked = true
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  if (!work.isStopped()) hand(work, held, leave)
}

/** To this group alone. */
async function sendAgain({ clients, queueUrl }: Work, travelled: Travelled): Promise<void> {
  const { text, attributes } = write(travelled)
  const { id } = travelled.message
  await clients.ask(() =>
    clients.sqs.send(
      new SendMessageCommand({
        ...{ QueueUrl: queueUrl(), MessageBody: text, MessageAttributes: attributes },
        ...{ MessageGroupId: token(id), MessageDeduplicationId: randomUUID() },
      }),
    ),
  )
}

async function bury({ clients, places, subscribing }: Work, travelled: Travelled, reason: DeadReason): Promise<void> {
  const { address, group } = subscribing
  const expires = group.expiresMs !== undefined
  const QueueUrl = await places.dead(address)
  const grave = { address, group: group.name, expires, reason, deadAt: Date.now() }
  const { text, attributes } = write(travelled, grave)
  await clients.ask(() =>
    clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: text, MessageAttributes: attributes })),
  )
}
