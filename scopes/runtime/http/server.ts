import type { Handlers, HttpDefinition, Peer } from '@tessera/runtime.core'
import type { FastifyPluginAsync } from 'fastify'

export interface HttpServerOptions {
  /** Told of what became a 500: what a handler threw, and replies that break the contract. Default: a process warning. */
  readonly onError?: (error: unknown, where: { readonly operation: string; readonly traceparent: string }) => void
  /** Larger requests are refused with 413; 1 MiB where nothing is said. */
  readonly maxBodyBytes?: number
  /** Milliseconds that `drain` waits for calls in flight before it aborts them; 10,000 where nothing is said. */
  readonly drainMs?: number
}

export interface ListenOptions {
  /** A free one where nothing is said. */
  readonly port?: number
  /** `127.0.0.1` where nothing is said. */
  readonly host?: string
}

export interface Address {
  readonly url: string
  readonly port: number
}

export interface HttpServer extends Peer {
  /** Needs fastify to be installed. */
  listen(options?: ListenOptions): Promise<Address>
  /** For an application that has its own fastify: `app.register(server.plugin, { prefix: '/v1' })`. */
  readonly plugin: FastifyPluginAsync
}

/** A provider of an HTTP contract: validates both ways, keeps deadlines, answers failures with problems (RFC 9457). */
export function serveHttp<T>(
  definition: HttpDefinition,
  handlers: Handlers<T>,
  options: HttpServerOptions = {},
): HttpServer {
  throw new Error(
    `not built yet: ${definition.contract} ${Object.keys(handlers).length} ${Object.keys(options).length}`,
  )
}
