import { parseAddress } from './address.ts'
import { admit, turnAway } from './admit.ts'
import type { Hello } from './frames.ts'
import { identityOf } from './handshake.ts'
import { MAX_FRAME_BYTES } from './link.ts'
import { listen, type Listener, type Origin } from './listen.ts'
import type { SocketAddress, SocketCaller, SocketListenOptions, SocketServer } from './server.ts'
import { SessionTable, type SessionTableOptions } from './session-table.ts'
import type { Transport } from './transport.ts'

export interface CreateServerOptions<T> extends SessionTableOptions<T> {
  /** Puts something between the server and a transport: for tests only. */
  readonly wrap?: (transport: Transport) => Transport
}

export function createServer<T>(given: CreateServerOptions<T>): SocketServer<T> {
  const { definition, options, wrap = (transport) => transport } = given
  const { maxFrameBytes = MAX_FRAME_BYTES, handshakeMs = 5000, drainMs = 10_000 } = options
  const table = new SessionTable<T>(given)
  const listeners: Listener[] = []
  /** Those that shake hands. */
  const arriving = new Set<Transport>()
  let drained: Promise<void> | undefined

  async function receive(bare: Transport, origin: Origin): Promise<void> {
    const transport = wrap(bare)
    if (drained) return turnAway(transport, DRAINING)
    const authenticate = (hello: Hello): unknown => options.authenticate?.(withToken(hello, origin))
    arriving.add(transport)
    const admitted = await admit(transport, { definition, handshakeMs, maxFrameBytes, authenticate })
    arriving.delete(transport)
    if (admitted === undefined || drained) return
    if (!table.hasRoom()) return turnAway(transport, FULL)
    table.welcome(transport, admitted, callerOf(admitted.hello, origin))
  }

  async function close(): Promise<void> {
    const closed = listeners.map((listener) => listener.close())
    for (const transport of arriving) turnAway(transport, DRAINING)
    await table.drain(drainMs)
    await Promise.all(closed)
  }
  const drain = (): Promise<void> => (drained ??= close())

  return {
    async listen({ url = 'tcp://127.0.0.1:0', tls }: SocketListenOptions = {}): Promise<SocketAddress> {
      if (drained) throw new Error(`the server of ${definition.contract} is drained`)
      const onTransport = (transport: Transport, origin: Origin): void => void receive(transport, origin)
      const listener = await listen(parseAddress(url), { tls, maxFrameBytes, onTransport })
      listeners.push(listener)
      return { url: listener.url }
    },
    connections: table.connections,
    drain,
    [Symbol.asyncDispose]: drain,
  }
}

const DRAINING = { code: 'UNAVAILABLE', message: 'the server is going down' } as const
const FULL = { code: 'UNAVAILABLE', message: 'the server has no room for more connections' } as const

function callerOf(hello: Hello, { address, headers }: Origin): Omit<SocketCaller, 'token'> {
  return { identity: identityOf(hello), address, headers }
}

function withToken(hello: Hello, origin: Origin): SocketCaller {
  const { token } = hello
  return { ...callerOf(hello, origin), ...(token === undefined ? {} : { token }) }
}
