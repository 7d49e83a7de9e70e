import type { ContractIdentity, Peer, SocketDefinition } from '@tessera/runtime.core'
import { createServer } from './create-server.ts'
import { dispatcher } from './dispatcher.ts'
import type { Remote, SocketHandlers } from './items.ts'
import type { PeerOptions, TlsOptions } from './options.ts'

export type * from './items.ts'
export type * from './options.ts'

/** Who asks to be connected. */
export interface SocketCaller {
  readonly token?: string
  readonly identity: ContractIdentity
  /** `127.0.0.1:53211`; empty for unix sockets. */
  readonly address: string
  /** Of the request that became the WebSocket, names in lower case; empty otherwise. */
  readonly headers: Readonly<Record<string, string>>
}

export interface SocketServerOptions<T> extends PeerOptions {
  /**
   * Decides who may connect: what it returns is the connection's `principal`; whatever it throws refuses, and its
   * message is told.
   */
  readonly authenticate?: (caller: SocketCaller) => unknown
  readonly onConnect?: (connection: SocketConnection<T>) => void
  /** The connection is over for good: closed, or not resumed in time. */
  readonly onDisconnect?: (connection: SocketConnection<T>, reason: Error) => void
  /** Milliseconds a broken connection may take to come back and go on; 30,000 where nothing is said. */
  readonly resumeMs?: number
  /** Connections at once, those that may come back included; 10,000 where nothing is said. */
  readonly maxConnections?: number
  /** Milliseconds a handshake may take; 5,000 where nothing is said. */
  readonly handshakeMs?: number
}

export interface SocketListenOptions {
  /** As clients name it; port 0 is a free one. `tcp://127.0.0.1:0` where nothing is said. */
  readonly url?: string | URL
  readonly tls?: TlsOptions
}

export interface SocketAddress {
  /** What clients connect to. */
  readonly url: string
}

/** One consumer, seen from the provider. It lives through breaks that are resumed. */
export interface SocketConnection<T> extends Remote<T, 'provider'> {
  /** Not guessable, but no secret either: fit for logs. */
  readonly id: string
  /** Without its token, which is for `authenticate` alone. */
  readonly caller: Omit<SocketCaller, 'token'>
  /** What `authenticate` returned. */
  readonly principal: unknown
  /** False while broken. */
  readonly connected: boolean
  /** Ends it for good, at once. */
  close(reason?: string): void
}

/** What a provider does with what consumers send. */
export type SocketServerHandlers<T> = SocketHandlers<T, 'provider', SocketConnection<T>>

export interface SocketServer<T> extends Peer {
  /** May be called more than once: one server can listen to TCP and WebSocket alike. */
  listen(options?: SocketListenOptions): Promise<SocketAddress>
  readonly connections: ReadonlySet<SocketConnection<T>>
}

/**
 * A provider of a socket contract: validates both ways, keeps deadlines, holds fast senders back.
 * @throws TypeError where an item has no handler
 */
export function serveSocket<T>(
  definition: SocketDefinition,
  handlers: SocketServerHandlers<T>,
  options: SocketServerOptions<T> = {},
): SocketServer<T> {
  return createServer<T>({ definition, options, handle: dispatcher(definition, 'provider', handlers) })
}
