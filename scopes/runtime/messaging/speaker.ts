import { type Broker, type Consumer, type Producer, useBroker } from '@tessera/runtime.broker'
import {
  type ChannelDefinition,
  createGate,
  type MessagingDefinition,
  type Peer,
  type Side,
} from '@tessera/runtime.core'
import type { MessagingOptions, SubscribingOptions } from './options.ts'
import { createReplies } from './replies.ts'
import { type Request, requester, type Send, sender } from './sending.ts'
import { channelGroup, type Handler, subscribeAll } from './subscribing.ts'
import type { Voice } from './voice.ts'

/** One side of a contract, whichever it is. */
export interface Speaker extends Peer {
  readonly send: Readonly<Record<string, Send>>
  readonly request: Readonly<Record<string, Request>>
  /** Handles what the other side sends. */
  subscribe(handlers: Readonly<Record<string, Handler | undefined>>, options: SubscribingOptions): Promise<Peer>
}

/** Connects one side of a contract with a broker. */
export async function speak(definition: MessagingDefinition, side: Side, options: MessagingOptions): Promise<Speaker> {
  const { broker, release } = await useBroker(options.broker)
  const gate = createGate()
  const producer: Producer = { ...options, identity: definition, pattern: 'messaging', broker, gate }
  const replies = createReplies(definition, producer, options)
  const voice: Voice = { definition, options, broker, producer, replies }
  const own = Object.entries(definition.channels).filter(([, channel]) => channel.sentBy === side)
  const consumers = new Set<Consumer>()

  async function drainOnce(): Promise<void> {
    await Promise.all([...consumers].map((consumer) => consumer.drain()))
    await gate.close()
    await replies.close()
    await release()
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= drainOnce())

  try {
    await declareShared(broker, own)
  } catch (error) {
    await release()
    throw error
  }
  return {
    send: Object.fromEntries(own.map(([name, channel]) => [name, sender(voice, name, channel)])),
    request: Object.fromEntries(
      own.filter(([, { reply }]) => reply).map(([name, channel]) => [name, requester(voice, name, channel)]),
    ),
    subscribe: async (handlers, subscribing) => {
      const started = await subscribeAll(voice, { handlers, subscribing, side })
      for (const consumer of started) consumers.add(consumer)
      const stop = async (): Promise<void> => {
        await Promise.all(started.map((consumer) => consumer.drain()))
        for (const consumer of started) consumers.delete(consumer)
      }
      return { drain: stop, [Symbol.asyncDispose]: stop }
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
}

type Named = readonly [string, ChannelDefinition]

/** What one of all has to handle waits for it, even where nobody ever subscribed. */
async function declareShared(broker: Broker, channels: readonly Named[]): Promise<void> {
  const shared = channels.filter(([, { delivery }]) => delivery === 'one-of-all')
  await Promise.all(shared.map(([, channel]) => broker.declare(channel.address, channelGroup(channel, 'all'))))
}
