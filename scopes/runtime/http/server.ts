import { createGate, type Gate, type Handlers, type HttpDefinition, type Peer } from '@tessera/runtime.core'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { abortAll, type FailedCall, type OutgoingReply, problemReply, type Provider } from './answer.ts'
import { assertAuthenticated, type Authentication } from './authenticate.ts'
import { fastifyPlugin, send } from './fastify-plugin.ts'
import { serverUrl } from './node-request.ts'
import { drainingProblem, plainProblem } from './problem.ts'
import { splitUrl } from './read-request.ts'
import { createRoutes, type Routes } from './routes.ts'

export type { FailedCall } from './answer.ts'
export type { Authenticated, Authentication, Authenticator, SecuredCall } from './authenticate.ts'

export interface HttpServerOptions {
  /** Who is let in, by name of each security scheme of the contract. Secured operations need it. */
  readonly authenticate?: Authentication
  /** Told of what became a 500: what a handler threw, a reply that breaks the contract. Default: a process warning. */
  readonly onError?: (error: unknown, call: FailedCall) => void
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
  /** Needs fastify to be installed. Once only. */
  listen(options?: ListenOptions): Promise<Address>
  /** For an application that has its own fastify: `app.register(server.plugin, { prefix: '/v1' })`. It listens itself. */
  readonly plugin: FastifyPluginAsync
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
  const { authenticate } = options
  assertAuthenticated(definition, authenticate)
  const gate = createGate()
  const provider: Provider = {
    definition,
    handle: dispatcher(definition, handlers),
    onError: options.onError ?? warn,
    ...(authenticate === undefined || authenticate === 'elsewhere' ? {} : { authenticators: authenticate }),
    gate,
    deadlines: new Set(),
  }
  const plugin = fastifyPlugin(provider, options.maxBodyBytes ?? 1024 * 1024)
  let app: FastifyInstance | undefined
  let drained: Promise<void> | undefined

  async function listen({ port = 0, host = '127.0.0.1' }: ListenOptions = {}): Promise<Address> {
    if (app || gate.closed) throw new Error(`${definition.contract} was already listening, or drained`)
    app = await createApp(createRoutes(definition), gate)
    await app.register(plugin)
    await app.listen({ port, host })
    const address = app.server.address()
    const bound = typeof address === 'object' && address ? address.port : port
    return { url: serverUrl(host, bound), port: bound }
  }

  const drain = (): Promise<void> => (drained ??= drainServer(app, provider, options.drainMs ?? 10_000))
  return { listen, plugin, drain, [Symbol.asyncDispose]: drain }
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

function warn(error: unknown, { operation, traceparent }: FailedCall): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.emitWarning(`${operation} failed: ${text}`, { type: 'TesseraHandlerError', detail: traceparent })
}

/** A fastify of its own. Loaded here: whoever only makes calls, or brings a fastify, does not need this one. */
async function createApp(routes: Routes, gate: Gate): Promise<FastifyInstance> {
  const { fastify } = await import('fastify')
  const app = fastify({
    // Draining answers by itself, with a problem.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 16 * 1024 },
    frameworkErrors: (error, _request, reply) => void send(reply, problemReply(plainProblem(error.statusCode ?? 400))),
  })
  app.setNotFoundHandler((request, reply) => send(reply, elsewhere(routes, request, gate)))
  return app
}

/** No operation: OPTIONS, a method the path has not, an unknown path. */
function elsewhere(routes: Routes, request: { method: string; url: string }, gate: Gate): OutgoingReply {
  if (gate.closed) return problemReply(drainingProblem(), { connection: 'close' })
  const allow = routes.allowed(splitUrl(request.url)[0])
  if (allow.length === 0) return problemReply(plainProblem(404))
  const headers = { allow: allow.join(', ') }
  return request.method === 'OPTIONS'
    ? { status: 204, headers, body: undefined }
    : problemReply(plainProblem(405), headers)
}

async function drainServer(app: FastifyInstance | undefined, provider: Provider, drainMs: number): Promise<void> {
  const late = setTimeout(() => {
    abortAll(provider)
    // Answers to what was aborted go out first; what is still half received is cut.
    setImmediate(() => app?.server.closeAllConnections())
  }, drainMs)
  try {
    await Promise.all([provider.gate.close(), app?.close()])
  } finally {
    clearTimeout(late)
  }
}
