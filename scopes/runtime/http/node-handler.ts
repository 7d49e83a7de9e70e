import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { answer } from './answer.ts'
import type { Provider } from './provider.ts'
import { serverUrl } from './node-request.ts'
import { drainingProblem, plainProblem } from './problem.ts'
import { type OperationReader, splitUrl } from './read-request.ts'
import { createRoutes, type Routes } from './routes.ts'
import { type OutgoingReply, problemReply } from './write-reply.ts'

export interface HandlerOptions {
  /** Whether a request is none of an operation, and has been answered. */
  readonly aside?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Whether something else became of a request, before it is read. */
  readonly before?: (reader: OperationReader, response: ServerResponse) => Promise<boolean> | boolean
}

/** The operations as a listener of `node:http`. */
export function nodeHandler(provider: Provider, { aside, before }: HandlerOptions = {}): RequestListener {
  const routes = createRoutes(provider.definition)

  function respond(reader: OperationReader, request: IncomingMessage, response: ServerResponse): void {
    answer(provider, { reader, request, response }, (reply) => sendReply(response, reply))
  }

  return (request, response) => {
    const { method = 'GET', url = '/' } = request
    const at = url.indexOf('?')
    const reader = routes.find(method, at === -1 ? url : url.slice(0, at))
    if (reader !== undefined && before === undefined) return respond(reader, request, response)
    if (aside?.(request, response)) return
    if (reader === undefined) return sendReply(response, elsewhere(routes, request, provider))
    Promise.resolve(before?.(reader, response))
      .then((isDone) => isDone || respond(reader, request, response))
      // Whoever hung up meanwhile gets no answer.
      .catch(() => response.destroy())
  }
}

/** No operation: OPTIONS, a method the path has not, an unknown path. */
function elsewhere(routes: Routes, { method, url = '/' }: IncomingMessage, { gate }: Provider): OutgoingReply {
  if (gate.closed) return problemReply(drainingProblem(), { connection: 'close' })
  const allow = routes.allowed(splitUrl(url)[0])
  if (allow.length === 0) return problemReply(plainProblem(404))
  const headers = { allow: allow.join(', ') }
  return method === 'OPTIONS' ? { status: 204, headers, body: undefined } : problemReply(plainProblem(405), headers)
}

export function sendReply(response: ServerResponse, { status, headers, body }: OutgoingReply): void {
  const raw: string[] = []
  for (const name in headers) raw.push(name, headers[name] as string)
  if (body === undefined) {
    if (status !== 204 && status !== 304) raw.push('content-length', '0')
    response.writeHead(status, raw).end()
  } else if (typeof body === 'string' || body instanceof Uint8Array) {
    raw.push('content-length', String(Buffer.byteLength(body)))
    response.writeHead(status, raw).end(body)
  } else {
    // Cut off, so that nobody takes a part for the whole.
    pipeline(body, response.writeHead(status, raw), (error) => error && response.destroy())
  }
}

export interface Listening {
  readonly url: string
  readonly port: number
  readonly server: Server
  /** Closes the connections on which nothing is under way; browsers open some that they never use. */
  closeIdle(): void
}

/** Listens, with the limits of a service that faces others. */
export function listenOn(
  handler: RequestListener,
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string },
): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_MS }, handler)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const status = CLIENT_ERRORS[error.code ?? ''] ?? 400
    const { headers, body } = problemReply(plainProblem(status))
    const text = String(body)
    const lines = Object.entries({ ...headers, 'content-length': text.length, connection: 'close' })
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    socket.end(`HTTP/1.1 ${status} ${plainProblem(status).title}\r\n${head}\r\n${text}`)
  })
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  function closeIdle(): void {
    server.closeIdleConnections()
    // To Node, only those are idle that had a request.
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      const bound = typeof address === 'object' && address ? address.port : port
      resolve({ url: serverUrl(host, bound), port: bound, server, closeIdle })
    })
  })
}

/** Longer than what clients keep a connection for, so that it is them who close it. */
const KEEP_ALIVE_MS = 72_000
const HEADERS_MS = 60_000
const CLIENT_ERRORS: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }
