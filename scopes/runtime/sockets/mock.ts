import type { Peer, SocketDefinition } from '@tessera/runtime.core'
import type { Requester, Sender, SentBy } from './items.ts'
import type { SocketAddress, SocketListenOptions, SocketServerHandlers } from './server.ts'

/** Valid values; equal seeds, equal values. */
export interface SocketSamples<T> {
  /** Of each item that the provider may send. */
  readonly payload: { readonly [K in SentBy<T, 'provider'>]: (seed: number) => Written<T[K]> }
  /** Of each item that consumers want a reply to. */
  readonly reply: {
    readonly [K in SentBy<T, 'consumer'> as T[K] extends { reply: object } ? K : never]: (
      seed: number,
    ) => WrittenReply<T[K]>
  }
}

type Written<I> = I extends { write: infer W } ? W : never
type WrittenReply<I> = I extends { reply: { write: infer W } } ? W : never

export interface SocketMockOptions {
  /** 1 where nothing is said. */
  readonly seed?: number
}

/** An item that a consumer sent, with what it was answered. */
export type MockItem<T> = {
  readonly [K in SentBy<T, 'consumer'>]: {
    readonly item: K
    readonly payload: T[K] extends { read: infer R } ? R : never
    readonly reply: WrittenReply<T[K]>
  }
}[SentBy<T, 'consumer'>]

/** What becomes of an item before it is handled. */
export interface SocketDisturbance {
  readonly delayMs?: number
  /** `fail`: the handler throws. `silence`: no reply, ever. `drop`: the connection breaks. */
  readonly with?: 'fail' | 'silence' | 'drop'
  /** How often; for good where nothing is said. */
  readonly times?: number
}

/** The calls of `Sender` and `Requester` where a payload left out is a sample. */
type Scripted<Calls> = {
  readonly [K in keyof Calls]: Calls[K] extends (payload: infer P, ...rest: never[]) => Promise<infer R>
    ? (payload?: P) => Promise<R>
    : never
}

/** A provider for tests, on a real socket: says what it is told to, answers with samples, records, misbehaves. */
export interface MockSocketPeer<T> extends Peer {
  listen(options?: SocketListenOptions): Promise<SocketAddress>
  /** Throws before `listen`. */
  readonly url: string
  /** Resolves when a consumer is connected. */
  connected(): Promise<void>
  /** To the consumer that connected last; waits for one. */
  readonly send: Scripted<Sender<T, 'provider'>>
  readonly request: Scripted<Requester<T, 'provider'>>
  /** In the order in which they were handled. */
  readonly items: readonly MockItem<T>[]
  itemsOf<K extends SentBy<T, 'consumer'>>(item: K): readonly Extract<MockItem<T>, { readonly item: K }>[]
  /** Resolves when `count` of `item` (1 where nothing is said) were handled. */
  received<K extends SentBy<T, 'consumer'>>(
    item: K,
    count?: number,
  ): Promise<readonly Extract<MockItem<T>, { readonly item: K }>[]>
  /** Handles `item` with `handler` from now on; the result undoes that. */
  on<K extends SentBy<T, 'consumer'>>(item: K, handler: SocketServerHandlers<T>[K]): () => void
  /** Delays or fails `item` from now on; the result undoes that. */
  disturb(item: SentBy<T, 'consumer'>, disturbance: SocketDisturbance): () => void
  /** Breaks all connections without a word; consumers come back and go on. */
  drop(): void
  /** Sends bytes that are no frame. */
  garbage(bytes?: Uint8Array): void
  /** Neither reads nor answers, heartbeats included, until `thaw`. */
  freeze(): void
  thaw(): void
  /** Forgets items, handlers given by `on`, and disturbances. */
  reset(): void
}

/** A mock provider of a socket contract: items are read and checked as the real server does it. */
export function mockSocket<T>(
  definition: SocketDefinition,
  samples: SocketSamples<T>,
  options: SocketMockOptions = {},
): MockSocketPeer<T> {
  void [definition, samples, options]
  throw new Error('not yet')
}
