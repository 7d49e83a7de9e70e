import { randomUUID } from 'node:crypto'
import {
  type BrokerDelivery,
  type Producer,
  readPayload,
  type SendOptions,
  type SentMessage,
  type Subscription,
  translateDeadline,
} from '@tessera/runtime.broker'
import {
  type ChannelDefinition,
  currentContext,
  HandlerFailed,
  HEADERS,
  type MessagingDefinition,
  startDeadline,
  tightest,
  Unavailable,
  untilAborted,
} from '@tessera/runtime.core'
import type { MessagingOptions } from './options.ts'

interface Question {
  readonly name: string
  readonly channel: ChannelDefinition
  readonly options: SendOptions
}

type Send = (replyTo: string, options: SendOptions) => Promise<SentMessage>

/** Where the answers to the requests of one side come in. */
export interface Replies {
  /** Sends a request and waits for what answers it. */
  ask(question: Question, send: Send): Promise<unknown>
  close(): Promise<void>
}

/** How long answers wait for a requester that lost its connection. */
const EXPIRES_MS = 60_000

/** Requesters that are waiting, by the id of their request. */
type Waiting = Map<string, (delivery: BrokerDelivery) => void>

/** An address for replies, made when the first request needs it. */
export function createReplies(
  definition: MessagingDefinition,
  { broker, gate }: Producer,
  options: MessagingOptions,
): Replies {
  const address = `${definition.contract}/replies/${randomUUID()}`
  const waiting: Waiting = new Map()
  let subscription: Promise<Subscription> | undefined
  const subscribe = (): Promise<Subscription> =>
    broker.subscribe(address, { group: { name: 'replies', expiresMs: EXPIRES_MS }, prefetch: 1000 }, (delivery) => {
      waiting.get(delivery.message.headers[HEADERS.causationId] ?? '')?.(delivery)
      void delivery.ack().catch(() => {})
    })

  async function ask({ name, channel, options: sending }: Question, send: Send): Promise<unknown> {
    if (gate.closed) throw new Unavailable(name, 'this side is drained')
    const leave = gate.enter()
    const limits = [sending.deadlineMs ?? channel.deadlineMs ?? options.deadlineMs ?? 30_000]
    const deadline = startDeadline(tightest(currentContext(), ...limits), [sending.signal])
    const messageId = sending.messageId ?? randomUUID()
    try {
      const delivery = await untilAborted(deadline, async () => {
        await (subscription ??= subscribe())
        const answer = expectReply(waiting, messageId, name)
        await send(address, { ...sending, messageId, deadlineMs: deadline.remaining() })
        return answer
      })
      return readReply(delivery, { name, channel }, options)
    } catch (error) {
      throw translateDeadline(error, deadline, name)
    } finally {
      waiting.delete(messageId)
      deadline.stop()
      leave()
    }
  }

  return {
    ask,
    close: async () => (await subscription)?.close(),
  }
}

function expectReply(waiting: Waiting, messageId: string, name: string): Promise<BrokerDelivery> {
  if (waiting.has(messageId)) throw new TypeError(`${name}: ${messageId} is waiting for its reply already`)
  return new Promise((resolve) => waiting.set(messageId, resolve))
}

function readReply(
  { message }: BrokerDelivery,
  { name, channel }: Pick<Question, 'name' | 'channel'>,
  options: MessagingOptions,
): unknown {
  const failure = message.headers[HEADERS.failure]
  if (failure !== undefined) throw new HandlerFailed(name, failure)
  if (!channel.reply) return undefined
  return readPayload(message.body, { at: `${name}/reply`, ...channel.reply }, options)
}
