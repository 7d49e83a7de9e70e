import type { RequestListener } from 'node:http'
import {
  createGate,
  type Handlers,
  type HttpDefinition,
  mayHoldSecrets,
  type Peer,
  type TelemetryOptions,
  type ValidationOptions,
  warnOfFailure,
} from '@tessera/runtime.core'
import type { FastifyPluginAsync } from 'fastify'
import { abortAll, type FailedCall, type Provider } from './provider.ts'
import { assertAuthenticated, type Authentication } from './authenticate.ts'
import { type CorsOptions, createCors } from './cors.ts'
import { fastifyPlugin } from './fastify-plugin.ts'
import type { IdempotencyStore } from './idempotency.ts'
import { heldTo } from './held-to.ts'
import { type Listening, listenOn, nodeHandler } from './node-handler.ts'
import { type SideRoutes, sideRoutes } from './side-routes.ts'

export type { FailedCall } from './provider.ts'
export {
  type Begun,
  type IdempotencyStore,
  type KeptReply,
  memoryIdempotency,
  type MemoryStoreOptions,
} from './idempotency.ts'
export type { CorsOptions } from './cors.ts'
export type { SideRoutes } from './side-routes.ts'
export type { Authenticated, Authentication, Authenticator, SecuredCall } from './authenticate.ts'

export interface HttpServerOptions extends SideRoutes, TelemetryOptions, ValidationOptions {
  /** Who is let in, by name of each security scheme of the contract. Secured operations need it. */
  readonly authenticate?: Authentication
  /** For calls from pages of other origins; nothing is said to browsers where this is absent. */
  readonly cors?: CorsOptions
  /** Told of what became a 500: what a handler threw, a reply that breaks the contract. Default: a process warning. */
  readonly onError?: (error: unknown, call: FailedCall) => void
  /**
   * Larger requests are refused with 413; 1 MiB where nothing is said. Bytes that come as a stream may be as large as
   * the contract says, if it does.
   */
  readonly maxBodyBytes?: number
  /**
   * Where replies are kept of operations that are idempotent by key, so that a repeated request is answered as the
   * first one was, without its handler: `memoryIdempotency()` for one process. Absent: it is up to the handler.
   */
  readonly idempotency?: IdempotencyStore
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
  /** Once only. */
  listen(options?: ListenOptions): Promise<Address>
  /** For an application that has its own fastify: `app.register(server.plugin, { prefix: '/v1' })`. It listens itself. */
  readonly plugin: FastifyPluginAsync
  /** For an application that has its own `node:http` server, or framework on top of it. */
  readonly handler: RequestListener
}

/**
 * A provider of an HTTP contract: validates both ways, keeps deadlines, answers failures with problems (RFC 9457).
 * @throws TypeError where an operation has no handler, or is secured by what `authenticate` does not have
 */
export function serveHttp<T>(
  definition: HttpDefinition,
  handlers: Handlers<T>,
  options: HttpServerOptions = {},
): HttpServer {
  const { authenticate, idempotency } = options
  assertAuthenticated(definition, authenticate)
  const gate = createGate()
  const provider: Provider = {
    definition: heldTo(definition, options),
    handle: dispatcher(definition, handlers),
    onError: options.onError ?? warner(definition),
    ...(authenticate === undefined || authenticate === 'elsewhere' ? {} : { authenticators: authenticate }),
    ...(idempotency === undefined ? {} : { idempotency }),
    maxBodyBytes: options.maxBodyBytes ?? 1024 * 1024,
    telemetry: options.telemetry,
    gate,
    deadlines: new Set(),
  }
  const aside = sideRoutes(definition, options)
  const cors = options.cors && createCors(definition, options.cors)
  const listener = nodeHandler(provider, aside === undefined ? {} : { aside })
  const handler: RequestListener =
    cors === undefined ? listener : (request, response) => cors(request, response) || listener(request, response)
  let listening: Promise<Listening> | undefined
  let drained: Promise<void> | undefined

  async function listen(where: ListenOptions = {}): Promise<Address> {
    if (listening || gate.closed) throw new Error(`${definition.contract} was already listening, or drained`)
    const { url, port } = await (listening = listenOn(handler, where))
    return { url, port }
  }

  const drain = (): Promise<void> => (drained ??= drainServer(listening, provider, options.drainMs ?? 10_000))
  return { listen, plugin: fastifyPlugin(provider, cors), handler, drain, [Symbol.asyncDispose]: drain }
}

function dispatcher(definition: HttpDefinition, handlers: object): Provider['handle'] {
  const named = handlers as Readonly<Record<string, Provider['handle'] | undefined>>
  for (const name of Object.keys(definition.operations)) {
    if (typeof named[name] !== 'function') throw new TypeError(`${definition.contract}: ${name} has no handler`)
  }
  // Called on its object, so that handlers may be methods.
  const callable = handlers as Readonly<Record<string, (input: unknown, context: unknown) => unknown>>
  return (operation, input, context) => callable[operation]?.(input, context)
}

function warner(definition: HttpDefinition): Provider['onError'] {
  return (error, { operation, traceparent }) =>
    warnOfFailure(`${operation} failed`, error, { isSecret: mayHoldSecrets(definition, operation), traceparent })
}

async function drainServer(
  listening: Promise<Listening> | undefined,
  provider: Provider,
  drainMs: number,
): Promise<void> {
  const closed = provider.gate.close()
  const bound = await listening?.catch(() => undefined)
  const server = bound?.server
  const late = setTimeout(() => {
    abortAll(provider)
    // Answers to what was aborted go out first; what is still half received is cut.
    setImmediate(() => server?.closeAllConnections())
  }, drainMs)
  // Closing ends connections that are idle now, not those that become so.
  const idle = setInterval(() => bound?.closeIdle(), IDLE_MS)
  try {
    await Promise.all([closed, server && new Promise((resolve) => server.close(resolve))])
  } finally {
    clearTimeout(late)
    clearInterval(idle)
  }
}

const IDLE_MS = 20
