import { randomUUID } from 'node:crypto'
import type { Broker } from '@tessera/runtime.broker'
import type { ChannelDefinition, MessagingDefinition, Peer, Side } from '@tessera/runtime.core'
import type { MessageContext, MessageHandlers, Requesters, SendOptions, SentMessage, WithReply } from './channels.ts'
import { createDisturbances, disturbBroker, type MessagingDisturbance } from './disturbance.ts'
import { createMockFeed } from './mock-feed.ts'
import { createSeeds, type Seeds } from './seeds.ts'
import { speak } from './speaker.ts'

export type { MessagingDisturbance } from './disturbance.ts'

type Name<T> = keyof T & string
type Write<T, K extends keyof T> = T[K] extends { readonly write: infer W } ? W : never
type Read<T, K extends keyof T> = T[K] extends { readonly read: infer R } ? R : never
type ReplyWrite<T, K extends keyof T> = T[K] extends { readonly reply: { readonly write: infer W } } ? W : never

/** Valid messages and replies of each channel; equal seeds, equal values. */
export type MessageSamples<T> = {
  readonly [K in keyof T]: {
    readonly message: (seed: number) => Write<T, K>
  } & (T[K] extends { readonly reply: unknown } ? { readonly reply: (seed: number) => ReplyWrite<T, K> } : unknown)
}

export interface MessagingMockOptions {
  /** Equal seeds give equal messages; 1 where nothing is said. */
  readonly seed?: number
  /** The side the mock takes: `provider` (default) to test a client, `consumer` to test a server. */
  readonly plays?: 'provider' | 'consumer'
}

/** A message to make up: by seed, or just this one. Nothing said: the next seed. */
export type Emitted<W> = ({ readonly seed?: number } | { readonly value: W }) & SendOptions

export type Emitters<T> = {
  readonly [K in keyof T]: (what?: Emitted<Write<T, K>>) => Promise<SentMessage>
}

/** A message that travelled. */
export type RecordedMessage<T> = {
  readonly [K in Name<T>]: {
    readonly channel: K
    readonly message: Read<T, K>
    readonly messageId: string
    readonly headers: Readonly<Record<string, string>>
  }
}[Name<T>]

/** The other side of a messaging contract, for tests, on a broker in this process. */
export interface MessagingMock<T> extends Peer {
  /** To hand to the client or server under test. */
  readonly broker: Broker
  /** Sends on a channel, valid by the samples or what was given: `mock.emit.refunds({ seed: 7 })`. */
  readonly emit: Emitters<T>
  /** Sends and waits for the reply of the server under test. */
  readonly request: Requesters<WithReply<T>>
  /** What others than the mock sent, in that order. */
  readonly messages: readonly RecordedMessage<T>[]
  messagesOf<K extends Name<T>>(channel: K): readonly Extract<RecordedMessage<T>, { readonly channel: K }>[]
  /** Resolves with the next message on a channel that has not been waited for; at once where it is there already. */
  next<K extends Name<T>>(channel: K): Promise<Extract<RecordedMessage<T>, { readonly channel: K }>>
  /** Answers a channel with `handler` from now on; the result undoes that. */
  on<K extends Name<T>>(channel: K, handler: MessageHandlers<T>[K]): () => void
  /** Fails or delays what is sent to the broker on a channel from now on; the result undoes that. */
  disturb(channel: Name<T>, disturbance: MessagingDisturbance): () => void
  /** Forgets messages, handlers given by `on`, and disturbances. */
  reset(): void
}

/**
 * A mock of the other side: sends messages, answers requests with valid replies, records what travelled, fails when
 * asked to.
 */
export async function mockMessaging<T>(
  definition: MessagingDefinition,
  samples: MessageSamples<T>,
  options: MessagingMockOptions = {},
): Promise<MessagingMock<T>> {
  const { seed = 1, plays = 'provider' } = options
  const feed = await createMockFeed(definition)
  const disturbances = createDisturbances()
  const broker = disturbBroker(feed.broker, (address) => disturbances.take(channelAt(definition, address)))
  const [provider, consumer] = await Promise.all([
    speak(definition, 'provider', { broker }),
    speak(definition, 'consumer', { broker }),
  ])
  const overrides = new Map<string, Handler>()
  const seeds = createSeeds(seed)
  const made = samples as unknown as Readonly<Record<string, Sample>>
  const answering = plays === 'provider' ? provider : consumer
  await answering.subscribe(answers({ definition, plays, overrides, made, seeds }), { service: MOCK, onError: ignore })

  const emit = mapChannels(definition, (name, { sentBy }) => async (what: AnyEmitted = {}) => {
    const { value, seed: chosen, ...sending } = what
    const message = 'value' in what ? value : made[name]?.message(chosen ?? seeds.next(name))
    const messageId = sending.messageId ?? randomUUID()
    feed.own.add(messageId)
    const sent = (sentBy === 'provider' ? provider : consumer).send[name]?.(message, { ...sending, messageId })
    return sent
  })

  async function drainOnce(): Promise<void> {
    await Promise.all([provider.drain(), consumer.drain()])
    await feed.close()
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= drainOnce())

  const mock = {
    broker,
    emit,
    request: { ...provider.request, ...consumer.request },
    messages: feed.messages,
    messagesOf: (channel: string) => feed.messages.filter((message) => message.channel === channel),
    next: (channel: string) => feed.next(channel),
    on(channel: string, handler: Handler) {
      overrides.set(channel, handler)
      return () => void (overrides.get(channel) === handler && overrides.delete(channel))
    },
    disturb: (channel: string, disturbance: MessagingDisturbance) => disturbances.add(channel, disturbance),
    reset() {
      feed.reset()
      overrides.clear()
      disturbances.reset()
      seeds.reset()
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
  // The definition and the samples are generated from the same contract as T.
  return mock as unknown as MessagingMock<T>
}

type Handler = (message: unknown, context: MessageContext) => unknown
type AnyEmitted = { readonly seed?: number; readonly value?: unknown } & SendOptions

interface Sample {
  readonly message: (seed: number) => unknown
  readonly reply?: (seed: number) => unknown
}

/** The name under which the mock subscribes. */
const MOCK = 'mock'

interface Answering {
  readonly definition: MessagingDefinition
  readonly plays: Side
  readonly overrides: ReadonlyMap<string, Handler>
  readonly made: Readonly<Record<string, Sample>>
  readonly seeds: Seeds
}

/** A handler for each channel that the other side sends on: what was scripted, else a valid reply. */
function answers({ definition, plays, overrides, made, seeds }: Answering): Record<string, Handler> {
  const received = Object.entries(definition.channels).filter(([, { sentBy }]) => sentBy !== plays)
  return Object.fromEntries(
    received.map(([name]) => [
      name,
      (message: unknown, context: MessageContext) => {
        const scripted = overrides.get(name)
        return scripted ? scripted(message, context) : made[name]?.reply?.(seeds.next(`${name} reply`))
      },
    ]),
  )
}

function mapChannels<R>(
  { channels }: MessagingDefinition,
  map: (name: string, channel: ChannelDefinition) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, map(name, channel)]))
}

function channelAt({ channels }: MessagingDefinition, address: string): string | undefined {
  return Object.entries(channels).find(([, channel]) => channel.address === address)?.[0]
}

function ignore(): void {}
