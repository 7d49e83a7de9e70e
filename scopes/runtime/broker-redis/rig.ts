import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** The Redis of the tests. */
export const REDIS = process.env.TESSERA_REDIS_URL ?? 'redis://127.0.0.1:6379'

const { hostname, port } = new URL(REDIS)

/** Whether tests run that need it: where it is there, and where its absence is a failure. */
export async function hasRedis(): Promise<boolean> {
  if (process.env.TESSERA_REQUIRE_SERVICES === '1') return true
  const socket = dial()
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Stands between a client and Redis, and cuts all connections when it is told to. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  cut(): void
}

export async function startProxy(): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = dial()
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(REDIS)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    url: url.href,
    cut,
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

function dial(): Socket {
  return connect(Number(port || 6379), hostname)
}
