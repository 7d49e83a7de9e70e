import type { Peer, SocketDefinition } from '@tessera/runtime.core'
import { createClient } from './create-client.ts'
import type { Remote, SocketHandlers } from './items.ts'
import { nodeDial } from './node-dial.ts'
import type { PeerOptions, TlsOptions } from './options.ts'

export type * from './items.ts'
export type * from './options.ts'

export interface SocketClientOptions extends PeerOptions {
  /**
   * `tcp://127.0.0.1:4000`, `tls://…`, `unix:/run/courier.sock`, `ws://…/courier` or `wss://…`. Browsers: one of the last
   * two, or in a page a path alone.
   */
  readonly url: string | URL
  /** Shown to the server at each handshake: fixed, or asked for before each one (a token that is renewed). */
  readonly token?: string | (() => string | Promise<string>)
  readonly tls?: TlsOptions
  /** Milliseconds that the first connection may take, attempts that fail included; 10,000 where nothing is said. */
  readonly connectMs?: number
  /** Wait between attempts, doubled each time and jittered, from `minMs` (100) to `maxMs` (10,000); `false`: none. */
  readonly reconnect?: false | { readonly minMs?: number; readonly maxMs?: number }
  /**
   * The connection is up. `resumed`: it goes on where the last one broke, nothing lost, nothing repeated. Otherwise
   * `lost` messages that were sent over the last one may not have arrived.
   */
  readonly onConnect?: (event: { readonly resumed: boolean; readonly lost: number }) => void
  /** The connection is down. It is made anew, unless `final`. */
  readonly onDisconnect?: (event: { readonly reason: Error; readonly final: boolean }) => void
}

/** The consumer's end of a socket contract. */
export interface SocketClient<T> extends Remote<T, 'consumer'>, Peer {
  readonly connected: boolean
}

/** What a consumer does with what the provider sends. */
export type SocketClientHandlers<T> = SocketHandlers<T, 'consumer', SocketClient<T>>

/**
 * Connects to a provider of a socket contract. Calls reject with ContractViolation, DeadlineExceeded, Overloaded,
 * HandlerFailed or Unavailable, and with the signal's reason when cancelled.
 * @throws Unavailable where no connection could be made within `connectMs`
 * @throws IncompatibleContract where the provider speaks another line
 * @throws Refused where the provider does not accept the token
 * @throws TypeError where the URL is none of the five, or an item has no handler
 */
export function connectSocket<T>(
  definition: SocketDefinition,
  handlers: SocketClientHandlers<T>,
  options: SocketClientOptions,
): Promise<SocketClient<T>> {
  return createClient<T>(definition, { handlers, options, dial: nodeDial })
}
