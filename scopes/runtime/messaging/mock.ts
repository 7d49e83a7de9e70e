import type { Broker } from '@tessera/runtime.broker'
import type { MessagingDefinition, Peer } from '@tessera/runtime.core'
import type { MessageHandlers, Requesters, SendOptions, SentMessage, WithReply } from './channels.ts'

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

/** What goes wrong on a channel. */
export interface MessagingDisturbance {
  /** `unavailable`: sends are refused; `duplicate`: each message comes twice; `malformed`: the body is no JSON; `silence`: never comes. */
  readonly failure?: 'unavailable' | 'duplicate' | 'malformed' | 'silence'
  /** How late messages come. */
  readonly delayMs?: number
  /** Only the next that many messages. */
  readonly times?: number
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
  throw new Error(`not there yet: ${definition.contract} ${typeof samples} ${options.seed}`)
}
