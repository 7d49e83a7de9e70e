import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

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

function dial(): Socket {
  return connect(Number(port || 6379), hostname)
}
