import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answer, type OutgoingReply, problemReply, type Provider } from './answer.ts'
import type { Disturbances, MockFailure } from './disturbance.ts'
import { JSON_TYPE } from './json-body.ts'
import { flatHeaders, onHangUp, serverUrl } from './node-request.ts'
import { plainProblem } from './problem.ts'
import { type OperationReader, splitUrl } from './read-request.ts'
import { createReaders } from './readers.ts'
import { createRoutes } from './routes.ts'

export interface MockListener {
  readonly url: string
  readonly port: number
  /** Cuts what has not been answered. */
  close(): Promise<void>
}

interface ListenerOptions {
  readonly port?: number
  readonly host?: string
  readonly disturbances: Disturbances
  /** Whether an operation has an answer. */
  readonly has: (operation: string) => boolean
}

/** A node:http server before a provider: a mock must not need fastify. */
export async function listenForMock(provider: Provider, options: ListenerOptions): Promise<MockListener> {
  const { port = 0, host = '127.0.0.1' } = options
  const routes = createRoutes(provider.definition)
  const readers = createReaders(provider.definition)

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = splitUrl(request.url ?? '/')[0]
    const reader = readers.get(routes.find(request.method ?? 'GET', pathname) ?? '')
    const body = await readBody(request)
    if (!reader) return send(response, elsewhere(request.method, routes.allowed(pathname)))
    if (await disturb(response, reader, options.disturbances)) return
    if (!options.has(reader.name)) {
      return send(response, problemReply(plainProblem(501, `the mock has no answer for ${reader.name}`)))
    }
    const outcome = await answer(provider, reader, {
      url: request.url ?? '/',
      headers: flatHeaders(request.headers),
      body,
      onHangUp: (listener) => onHangUp(response, listener),
    })
    send(response, outcome)
  }

  const server = createServer((request, response) => {
    // Whoever hung up while sending gets no answer.
    respond(request, response).catch(() => response.destroy())
  })
  const bound = await listen(server, port, host)
  return { url: serverUrl(host, bound), port: bound, close: () => close(server) }
}

function elsewhere(method: string | undefined, allow: readonly string[]): OutgoingReply {
  if (allow.length === 0) return problemReply(plainProblem(404))
  const headers = { allow: allow.join(', ') }
  return method === 'OPTIONS' ? { status: 204, headers, body: undefined } : problemReply(plainProblem(405), headers)
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

/** Whether the disturbance was all the answer there is. */
async function disturb(
  response: ServerResponse,
  reader: OperationReader,
  disturbances: Disturbances,
): Promise<boolean> {
  const { delayMs, failure } = disturbances.take(reader.name) ?? {}
  if (delayMs !== undefined) await delay(response, delayMs)
  if (failure !== undefined) fail(response, reader, failure)
  return failure !== undefined
}

/** Rejects when the caller hangs up. */
function delay(response: ServerResponse, ms: number): Promise<void> {
  const controller = new AbortController()
  onHangUp(response, () => controller.abort())
  return sleep(ms, undefined, { signal: controller.signal })
}

function fail(response: ServerResponse, { operation }: OperationReader, failure: MockFailure): void {
  if (failure === 'reset') response.socket?.resetAndDestroy()
  else if (failure === 'malformed') {
    const [status = '200'] = Object.entries(operation.responses).find(([, { body }]) => body !== undefined) ?? []
    send(response, { status: Number(status), headers: { 'content-type': JSON_TYPE }, body: '{"cut' })
  } else if (failure !== 'silence') send(response, problemReply(plainProblem(failure.status)))
}

function send(response: ServerResponse, { status, headers, body }: OutgoingReply): void {
  response.writeHead(status, headers).end(body)
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // The answers to what was aborted just now go out first.
    setImmediate(() => server.closeAllConnections())
  })
}
