import { once } from 'node:events'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import { type Address, formatAddress, type StreamAddress, type WebSocketAddress } from './address.ts'
import { netTransport } from './net-transport.ts'
import type { TlsOptions } from './options.ts'
import type { Transport } from './transport.ts'
import { webSocketTransport } from './websocket-transport.ts'

/** Where a transport comes from. */
export interface Origin {
  /** `127.0.0.1:53211`; empty for unix sockets. */
  readonly address: string
  /** Of the request that became a WebSocket. */
  readonly headers: Readonly<Record<string, string>>
}

export interface ListenTo {
  readonly tls: TlsOptions | undefined
  readonly maxFrameBytes: number
  readonly onTransport: (transport: Transport, origin: Origin) => void
}

export interface Listener {
  readonly url: string
  /** Takes no new connections; resolves when the ones it took are closed. */
  close(): Promise<void>
}

/** Listens to `address`, port 0 being a free one. What only one kind of address needs is loaded with it. */
export function listen(address: Address, to: ListenTo): Promise<Listener> {
  return 'url' in address ? listenToWebSockets(address, to) : listenToStreams(address, to)
}

async function listenToStreams(
  address: StreamAddress,
  { tls, maxFrameBytes, onTransport }: ListenTo,
): Promise<Listener> {
  const onSocket = (socket: Socket): void =>
    onTransport(netTransport(socket, maxFrameBytes), { address: remoteAddress(socket), headers: {} })
  const server = await createStreamServer(address, tls, onSocket)
  if (address.kind === 'unix') {
    await listening(server.listen(address.path))
    return { url: `unix:${address.path}`, close: () => closed(server) }
  }
  await listening(server.listen(address.port, address.host))
  return { url: formatAddress(address.kind, address.host, portOf(server)), close: () => closed(server) }
}

async function createStreamServer(
  { kind }: StreamAddress,
  tls: TlsOptions | undefined,
  onSocket: (socket: Socket) => void,
): Promise<Server> {
  if (kind === 'tls') return (await import('node:tls')).createServer({ ...tls }, onSocket)
  return (await import('node:net')).createServer(onSocket)
}

async function listenToWebSockets(address: WebSocketAddress, to: ListenTo): Promise<Listener> {
  const server = await createHttpServer(address, to.tls)
  await upgradeToWebSockets(server, address.url.pathname, to)
  await listening(server.listen(address.port, address.host))
  const url = formatAddress(address.kind, address.host, portOf(server)) + address.url.pathname
  return {
    url,
    close() {
      const gone = closed(server)
      // What has not become a WebSocket by now never will.
      server.closeAllConnections()
      return gone
    },
  }
}

/** Whoever speaks plain HTTP is told what to speak instead. */
async function createHttpServer({ kind }: WebSocketAddress, tls: TlsOptions | undefined): Promise<HttpServer> {
  const server =
    kind === 'wss' ? (await import('node:https')).createServer({ ...tls }) : (await import('node:http')).createServer()
  return server.on('request', (_, response) =>
    response.writeHead(426, { upgrade: 'websocket', connection: 'upgrade' }).end(),
  )
}

async function upgradeToWebSockets(
  server: HttpServer,
  path: string,
  { maxFrameBytes, onTransport }: ListenTo,
): Promise<void> {
  const { WebSocketServer } = await import('ws')
  const upgrader = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => {})
    if (request.url?.split('?', 1)[0] !== path) return socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
    upgrader.handleUpgrade(request, socket, head, (upgraded) =>
      onTransport(webSocketTransport(upgraded, { maxFrameBytes, stream: socket }), {
        address: remoteAddress(socket),
        headers: plainHeaders(request),
      }),
    )
  })
}

function plainHeaders({ headers }: IncomingMessage): Origin['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function remoteAddress({ remoteAddress: host, remotePort }: Socket): string {
  return host === undefined ? '' : formatAddress('', host, remotePort ?? 0).slice('://'.length)
}

/** @throws what keeps it from listening: a port that is taken, a host that is not this machine's */
async function listening(server: Server): Promise<void> {
  await once(server, 'listening')
  // A connection that could not be accepted, for want of file handles most often, is no reason to end the process.
  server.on('error', (error) => process.emitWarning(error))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
