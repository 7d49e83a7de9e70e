import { setTimeout as sleep } from 'node:timers/promises'
import {
  type BrokerDelivery,
  createKeyLanes,
  type DeadReason,
  type Group,
  type KeyLanes,
  type Subscription,
} from '@tessera/runtime.broker'
import { Unavailable } from '@tessera/runtime.core'
import type { Channel, ConsumeMessage, RecoveringChannelModel } from 'amqplib'
import { deadOptions, publishOptions, readMessage, type Travelled } from './envelope.ts'
import { DEAD_LETTERS, delayQueue, queueName } from './names.ts'
import type { Session } from './session.ts'

export interface Subscribing {
  readonly address: string
  readonly group: Group
  readonly prefetch: number
  readonly receive: (delivery: BrokerDelivery) => void
  /** Makes the queue, if it is not there. */
  readonly declare: () => Promise<void>
}

/** Consumes a queue, on a channel of its own that comes back after a loss of the connection. */
export async function subscribe(
  model: RecoveringChannelModel,
  session: Session,
  subscribing: Subscribing,
): Promise<Subscription> {
  const state: State = { stopped: false, channel: undefined, consumerTag: '' }

  async function open(): Promise<void> {
    await subscribing.declare()
    const opened = await model.createChannel()
    const life = { over: false }
    opened.on('error', () => {})
    opened.on('close', () => {
      life.over = true
      // One that never stood is what `persist` is trying again already.
      if (state.channel === opened && !state.stopped) void persist(Infinity)
    })
    await opened.prefetch(subscribing.prefetch)
    const work: Work = {
      subscribing,
      session,
      channel: opened,
      lanes: createKeyLanes(),
      isStopped: () => state.stopped,
    }
    const queue = queueName(subscribing.address, subscribing.group.name)
    const reply = await opened.consume(queue, (message) => {
      // RabbitMQ took the queue away: it is made again.
      if (message === null) void opened.close().catch(() => {})
      else deliver(work, message)
    })
    if (life.over) throw new Error('the connection was lost')
    state.channel = opened
    state.consumerTag = reply.consumerTag
  }

  /** RabbitMQ ends a connection that consumes a queue which others are just making: it is tried again. */
  async function persist(attempts: number): Promise<void> {
    for (let attempt = 1; !state.stopped; attempt++) {
      try {
        return await open()
      } catch (error) {
        if (attempt >= attempts || (error instanceof Unavailable && attempts < Infinity)) throw error
        await sleep(Math.min(50 * 2 ** attempt, 2000))
      }
    }
  }

  await persist(FIRST_ATTEMPTS)
  return {
    async stop() {
      state.stopped = true
      await state.channel?.cancel(state.consumerTag).catch(() => {})
    },
    async close() {
      state.stopped = true
      // What was not settled on it comes to others.
      await state.channel?.close().catch(() => {})
    },
  }
}

/** After so many a subscription that never stood is given up. */
const FIRST_ATTEMPTS = 6

interface State {
  stopped: boolean
  channel: Channel | undefined
  consumerTag: string
}

interface Work {
  readonly subscribing: Subscribing
  readonly session: Session
  readonly channel: Channel
  readonly lanes: KeyLanes
  readonly isStopped: () => boolean
}

function deliver(work: Work, raw: ConsumeMessage): void {
  const travelled = readMessage(raw)
  const { key } = travelled.message
  if (key === undefined || !work.subscribing.group.ordered) hand(work, raw, { travelled, leave: () => {} })
  else work.lanes.enter(key, (leave) => hand(work, raw, { travelled, leave }))
}

interface Handed {
  readonly travelled: Travelled
  /** The next message of the same key may come. */
  readonly leave: () => void
}

function hand(work: Work, raw: ConsumeMessage, handed: Handed): void {
  const { subscribing, channel } = work
  const { travelled, leave } = handed
  let settled = false
  const settle = async (how: () => Promise<void>): Promise<void> => {
    if (settled) return
    settled = true
    await how()
  }
  const acknowledge = (): void => {
    acknowledged(channel, raw)
    leave()
  }
  subscribing.receive({
    address: subscribing.address,
    message: travelled.message,
    attempt: travelled.attempts + 1,
    // RabbitMQ ends the channel of who is silent: after half an hour, unless it is told otherwise.
    ackDeadlineMs: Infinity,
    ack: () => settle(async () => acknowledge()),
    retry: (delayMs) => settle(() => again(work, raw, { handed, attempts: travelled.attempts + 1, delayMs })),
    release: () => settle(() => again(work, raw, { handed, attempts: travelled.attempts, delayMs: 0 })),
    reject: (reason) =>
      settle(async () => {
        await bury(work, travelled, reason)
        acknowledge()
      }),
    extend: () => {},
  })
}

interface Again {
  readonly handed: Handed
  readonly attempts: number
  readonly delayMs: number
}

/** A copy comes later. In an ordered group the message waits here: nothing of its key may pass it. */
async function again(work: Work, raw: ConsumeMessage, { handed, attempts, delayMs }: Again): Promise<void> {
  const { subscribing, session, channel } = work
  const travelled = { ...handed.travelled, attempts }
  if (subscribing.group.ordered && travelled.message.key !== undefined) {
    if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
    // Whoever is stopped gives it back: RabbitMQ puts it where it was.
    if (work.isStopped()) returned(channel, raw)
    else hand(work, raw, { ...handed, travelled })
    return
  }
  const queue = queueName(subscribing.address, subscribing.group.name)
  const delay = delayQueue(queue, delayMs)
  // Declared each time: a queue that only gets messages is not in use, and expires.
  if (delayMs > 0) await session.on((publisher) => publisher.assertQueue(delay.name, delay.options))
  await session.publish({
    exchange: '',
    routingKey: delayMs > 0 ? delay.name : queue,
    body: travelled.message.body,
    options: publishOptions(travelled),
  })
  acknowledged(channel, raw)
}

async function bury({ subscribing, session }: Work, travelled: Travelled, reason: DeadReason): Promise<void> {
  const { address, group } = subscribing
  const counted = { ...travelled, attempts: travelled.attempts + 1 }
  await session.publish({
    exchange: '',
    routingKey: DEAD_LETTERS,
    body: travelled.message.body,
    options: deadOptions(counted, { address, group: group.name, reason }),
  })
}

/** On a channel that is gone there is nothing to acknowledge: the message comes again. */
function acknowledged(channel: Channel, message: ConsumeMessage): void {
  try {
    channel.ack(message)
  } catch {}
}

function returned(channel: Channel, message: ConsumeMessage): void {
  try {
    channel.nack(message)
  } catch {}
}
