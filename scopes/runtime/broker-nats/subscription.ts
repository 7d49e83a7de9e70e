import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream'
import type { Subscription as NatsSubscription } from '@nats-io/transport-node'
import type { BrokerDelivery, DeadReason, Group, Subscription } from '@tessera/runtime.broker'
import { readMessage, type Travelled, writeGrave, writeHeaders } from './envelope.ts'
import { consumersOf, deadSubject, MESSAGES, messageSubject } from './names.ts'
import type { Session } from './session.ts'

export interface Subscribing {
  readonly address: string
  readonly group: Group
  readonly prefetch: number
  readonly ackDeadlineMs: number
  readonly receive: (delivery: BrokerDelivery) => void
  /** Makes the consumers, if they are not there. */
  readonly declare: () => Promise<void>
}

/** So long, in milliseconds, one request for messages waits; after a loss of the connection it is made anew. */
const PULL_MS = 5000

/** Takes messages of a group, at most `prefetch` that are not settled. */
export async function subscribe(session: Session, subscribing: Subscribing): Promise<Subscription> {
  await subscribing.declare()
  const { address, group, ackDeadlineMs } = subscribing
  const work: Work = { session, subscribing, open: new Set(), waiting: [], stopped: false, wake: () => {} }
  const names = consumersOf({ address, group: group.name }, group.ordered === true)
  const pullers = names.map(({ name }) => startPulling(work, name))
  // What waits for room here is not to come to others meanwhile.
  const keeping = setInterval(() => work.waiting.forEach((message) => message.working()), ackDeadlineMs / 3).unref()

  async function stopOnce(): Promise<void> {
    work.stopped = true
    work.wake()
    await Promise.all(pullers.map((puller) => puller.stop()))
    // The server forgets our open requests when it is asked: one that is given back while they are all it has, it forgets
    // until the ack deadline is over (seen in 2.9).
    await Promise.all(names.map(({ name }) => session.jsm.consumers.info(MESSAGES, name).catch(() => {})))
    for (const message of work.waiting.splice(0)) message.nak()
    clearInterval(keeping)
  }
  async function closeOnce(): Promise<void> {
    await stop()
    for (const message of work.open) message.nak()
    work.open.clear()
  }
  let stopping: Promise<void> | undefined
  let closing: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= stopOnce())
  return { stop, close: () => (closing ??= closeOnce()) }
}

/** What the deliveries of one subscription share. */
interface Work {
  readonly session: Session
  readonly subscribing: Subscribing
  /** What is not settled. */
  readonly open: Set<JsMsg>
  /** For room among those. */
  readonly waiting: JsMsg[]
  stopped: boolean
  /** There is room, or an end. */
  wake: () => void
}

/** Asks one consumer for messages, again and again; whatever happens to the connection, it goes on. */
function startPulling(work: Work, name: string): { stop(): Promise<void> } {
  const { session, subscribing } = work
  // One at a time is what JetStream gives of an ordered group.
  const most = subscribing.group.ordered ? 1 : subscribing.prefetch
  const running = new Set<ConsumerMessages>()

  async function pull(): Promise<void> {
    let source: Consumer | undefined
    while (!work.stopped) {
      const room = subscribing.group.ordered ? 1 : most - work.open.size
      if (room <= 0) {
        await new Promise<void>((resolve) => (work.wake = resolve))
        continue
      }
      try {
        source ??= await session.js.consumers.get(MESSAGES, name)
        const messages = await source.fetch({ max_messages: room, expires: PULL_MS })
        running.add(messages)
        for await (const message of messages) accept(work, message)
        running.delete(messages)
      } catch {
        source = undefined
        await sleep(100)
        // The group may be gone: it expired, or somebody took it away.
        if (!work.stopped) await subscribing.declare().catch(() => {})
      }
    }
  }

  const pulling = pull()
  return {
    async stop() {
      for (const messages of running) {
        // What the server has sent by now still comes: it would come to nobody else before its time is over.
        await subscriptionOf(messages)
          ?.drain()
          .catch(() => {})
        messages.stop()
      }
      await pulling
    },
  }
}

/** The library keeps it to itself, and ends it in the middle of things. */
function subscriptionOf(messages: ConsumerMessages): Pick<NatsSubscription, 'drain'> | undefined {
  return (messages as unknown as { readonly sub?: NatsSubscription }).sub
}

function accept(work: Work, message: JsMsg): void {
  if (!work.stopped && work.open.size < work.subscribing.prefetch) hand(work, message)
  else work.waiting.push(message)
}

function hand(work: Work, message: JsMsg): void {
  const { subscribing, session, open } = work
  const { address, group, ackDeadlineMs } = subscribing
  const { seq, headers, data, info } = message
  const travelled = readMessage({ seq, headers, data, at: info.timestampNanos / 1e6 })
  // A copy for others.
  if (travelled.group !== undefined && travelled.group !== group.name) return message.ack()
  open.add(message)
  const attempt = travelled.attempts + info.deliveryCount
  let settled = false
  const settle = async (how: () => Promise<void> | void): Promise<void> => {
    if (settled) return
    settled = true
    await how()
    open.delete(message)
    const next = work.waiting.shift()
    if (next) hand(work, next)
    else work.wake()
  }
  subscribing.receive({
    ...{ address, message: travelled.message, attempt, ackDeadlineMs },
    ack: () => settle(() => message.ack()),
    retry: (delayMs) => settle(() => message.nak(Math.max(0, Math.round(delayMs)))),
    release: () =>
      settle(async () => {
        // JetStream counts what it delivers. In an ordered group a copy would come behind others of its key.
        if (group.ordered) return message.nak()
        await comeAgain(session, subscribing, { ...travelled, attempts: attempt - 1, seq })
        message.ack()
      }),
    reject: (reason) =>
      settle(async () => {
        await bury(session, subscribing, { ...travelled, attempts: attempt, seq }, reason)
        message.ack()
      }),
    extend: () => void (settled || message.working()),
  })
}

interface Copied extends Travelled {
  /** Of what it is a copy. */
  readonly seq: number
}

/** As a copy that only this group takes. */
async function comeAgain(session: Session, { address, group }: Subscribing, copied: Copied): Promise<void> {
  const { message, attempts, seq } = copied
  const headers = writeHeaders({ ...copied, group: group.name })
  const options = { headers, msgID: `${address} ${message.id} ${group.name} ${seq}.${attempts}` }
  await session.attempt(() => session.js.publish(messageSubject(address, message), message.body, options))
}

async function bury(session: Session, subscribing: Subscribing, copied: Copied, reason: DeadReason): Promise<void> {
  const { address, group } = subscribing
  const grave = { address, group: group.name, ordered: group.ordered === true, reason }
  const options = { headers: writeGrave(copied, grave), msgID: `${address} ${group.name} ${copied.seq}` }
  await session.attempt(() => session.js.publish(deadSubject(grave), copied.message.body, options))
}
