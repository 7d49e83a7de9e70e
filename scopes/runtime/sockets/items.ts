import type { CallOptions, Context, Side } from '@tessera/runtime.core'

/** What may be said of a call over a connection. */
export type SendOptions = Omit<CallOptions, 'idempotencyKey'>

/** Names of the items of `T` that side `S` sends. */
export type SentBy<T, S extends Side> = {
  [K in keyof T]: T[K] extends Sent<S> ? K : never
}[keyof T]

interface Sent<S extends Side> {
  readonly sentBy: S | 'either'
}
interface Asked<S extends Side> extends Sent<S> {
  readonly reply: object
}

export type OtherSide<S extends Side> = S extends 'consumer' ? 'provider' : 'consumer'

type Payload<W, R> = {} extends W
  ? (payload?: W, options?: SendOptions) => Promise<R>
  : (payload: W, options?: SendOptions) => Promise<R>

/**
 * The messages of side `S`. A call resolves when the connection has taken the message, which waits while the other side
 * is behind; it does not say that the message was handled.
 */
export type Sender<T, S extends Side> = {
  // Over the keys of `T` itself: so an editor leads from a call to the contract's types.
  readonly [K in keyof T as T[K] extends Asked<S> ? never : T[K] extends Sent<S> ? K : never]: T[K] extends {
    write: infer W
  }
    ? Payload<W, void>
    : never
}

/** The requests of side `S`. A call resolves with the reply. */
export type Requester<T, S extends Side> = {
  readonly [K in keyof T as T[K] extends Asked<S> ? K : never]: T[K] extends {
    write: infer W
    reply: { read: infer R }
  }
    ? Payload<W, R>
    : never
}

/** The other end of a connection, seen from side `S`: `peer.send.position(…)`, `peer.request.assign(…)`. */
export interface Remote<T, S extends Side> {
  readonly send: Sender<T, S>
  readonly request: Requester<T, S>
}

/** What a handler knows of the item it was handed: besides the usual, who sent it. */
export interface SocketContext<C> extends Context {
  readonly connection: C
}

/**
 * What side `S` does with the items that the other side sends; `C` is the connection they came over. Handlers begin in
 * the order of arrival and do not wait for each other.
 */
export type SocketHandlers<T, S extends Side, C> = {
  readonly [K in keyof T as T[K] extends Sent<OtherSide<S>> ? K : never]: T[K] extends {
    read: infer I
    reply: { write: infer R }
  }
    ? (payload: I, context: SocketContext<C>) => R | Promise<R>
    : T[K] extends { read: infer I }
      ? (payload: I, context: SocketContext<C>) => void | Promise<void>
      : never
}
