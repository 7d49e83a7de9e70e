import type { Socket } from 'node:net'
import type { DurableJournal } from './durable-journal.ts'
import type { DeadEntry, Exchange } from './exchange.ts'
import { createFrameSocket, type FrameSocket } from './frame-socket.ts'
import { type Packed, route } from './packed.ts'
import {
  type FromBroker,
  type FromClient,
  type ListedLetter,
  PROTOCOL,
  type Request,
  type Settlement,
} from './protocol.ts'
import type { QueueConsumer, QueueDelivery } from './queue.ts'

/** What the connections of one broker share. */
export interface Hub {
  readonly exchange: Exchange<Packed>
  readonly journal: DurableJournal
}

export interface Connection {
  close(): void
}

/** One client of the broker. What it has not settled when it goes comes to others. */
export function acceptClient(hub: Hub, socket: Socket, onClose: () => void): Connection {
  const subscriptions = new Map<number, Subscribed>()
  const frames = createFrameSocket(socket, {
    onFrame: ({ head, bytes }) => {
      // Whoever sends what is no request is no client of ours; the broker goes on for the others.
      receive(client, head as FromClient, bytes).catch((error: Error) => frames.close(error))
    },
    onClose: () => {
      for (const { consumer } of subscriptions.values()) consumer.close('lost')
      onClose()
    },
  })
  const client: Client = { hub, subscriptions, send: sender(frames), confirm: createConfirmer(frames), frames }
  return { close: () => frames.close() }
}

interface Subscribed {
  readonly consumer: QueueConsumer
  readonly open: Map<number, QueueDelivery<Packed>>
}

interface Client {
  readonly hub: Hub
  readonly subscriptions: Map<number, Subscribed>
  readonly send: (head: FromBroker, bytes?: Uint8Array) => void
  /** Says that a request is done with; many at a time. */
  readonly confirm: (ref: number) => void
  readonly frames: FrameSocket
}

function sender(frames: FrameSocket): Client['send'] {
  return (head, bytes) => frames.send(head, bytes)
}

function createConfirmer(frames: FrameSocket): (ref: number) => void {
  let refs: number[] = []
  return (ref) => {
    refs.push(ref)
    if (refs.length > 1) return
    queueMicrotask(() => {
      frames.send({ type: 'done', refs } satisfies FromBroker)
      refs = []
    })
  }
}

async function receive(client: Client, head: FromClient, bytes: Buffer): Promise<void> {
  if (head.type === 'settle') return settle(client, head)
  try {
    const result = perform(client, head, bytes)
    await client.hub.exchange.flushed()
    if (result) client.send({ type: 'result', ref: head.ref, ...result.head }, result.bytes)
    else client.confirm(head.ref)
  } catch (error) {
    client.send({ type: 'refused', ref: head.ref, reason: error instanceof Error ? error.message : String(error) })
  }
}

function settle({ subscriptions }: Client, { subscription, tag, how }: Settlement): void {
  const open = subscriptions.get(subscription)?.open
  const delivery = open?.get(tag)
  if (!delivery) return
  if (how === 'extend') return delivery.extend()
  open?.delete(tag)
  delivery.settle(how)
}

interface Result {
  readonly head: { readonly count?: number; readonly letters?: readonly ListedLetter[] }
  readonly bytes?: Uint8Array
}

/** Done for good when the journal is flushed. */
function perform(client: Client, request: Request, bytes: Buffer): Result | undefined {
  const { exchange, journal } = client.hub
  switch (request.type) {
    case 'hello':
      if (request.protocol === PROTOCOL) return undefined
      throw new Error(`this broker speaks protocol ${PROTOCOL}, the client ${request.protocol}: restart the older one`)
    case 'declare':
      return void exchange.declare(request.address, request.group)
    case 'publish':
      if (journal.full !== undefined) throw new Error(journal.full)
      // Its own memory: it stays longer than what it came in.
      return void exchange.publish(request.address, route(Buffer.from(bytes)))
    case 'subscribe':
      return void subscribe(client, request)
    case 'stop':
      return void client.subscriptions.get(request.subscription)?.consumer.stop()
    case 'unsubscribe':
      client.subscriptions.get(request.subscription)?.consumer.close('release')
      return void client.subscriptions.delete(request.subscription)
    case 'list':
      return listed(exchange.dead(request.filter).slice(0, request.filter.limit ?? 100))
    case 'replay':
      return { head: { count: exchange.replay(request.filter) } }
    case 'discard':
      return { head: { count: exchange.discard(request.filter) } }
    default:
      throw new Error(`no such request: ${JSON.stringify(request satisfies never)}`)
  }
}

function subscribe({ hub, subscriptions, send }: Client, request: Extract<Request, { type: 'subscribe' }>): void {
  const { subscription, address, group, prefetch, ackDeadlineMs } = request
  const open = new Map<number, QueueDelivery<Packed>>()
  let lastTag = 0
  const consumer = hub.exchange.consume(address, group, {
    prefetch,
    ackDeadlineMs,
    receive(delivery) {
      const tag = ++lastTag
      open.set(tag, delivery)
      const { attempt } = delivery
      send({ type: 'delivery', subscription, tag, attempt, address }, delivery.entry.stored.message.bytes)
    },
  })
  subscriptions.get(subscription)?.consumer.close('lost')
  subscriptions.set(subscription, { consumer, open })
}

function listed(entries: readonly DeadEntry<Packed>[]): Result {
  const letters = entries.map(({ queue, entry: { stored, attempt, dead } }) => ({
    address: stored.address,
    group: queue.queue.group.name,
    reason: dead?.reason ?? { code: '', message: '' },
    attempts: attempt,
    publishedAt: stored.at,
    deadAt: dead?.at ?? 0,
    size: stored.message.bytes.length,
  }))
  return { head: { letters }, bytes: Buffer.concat(entries.map(({ entry }) => entry.stored.message.bytes)) }
}
