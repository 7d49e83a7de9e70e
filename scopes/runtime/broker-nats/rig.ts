import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectNats } from '@nats-io/transport-node'
import { jetstreamManager } from '@nats-io/jetstream'
import { MESSAGES } from './names.ts'

/** The NATS of the tests, with JetStream. */
export const NATS = process.env.TESSERA_NATS_URL ?? 'nats://127.0.0.1:4222'

/** Whether tests run that need it: where it is there, and where its absence is a failure. */
export async function hasNats(): Promise<boolean> {
  if (process.env.TESSERA_REQUIRE_SERVICES === '1') return true
  const { hostname, port } = new URL(NATS)
  const socket = connect(Number(port || 4222), hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Takes away the consumers of addresses that begin so. */
export async function tidyNats(prefix: string): Promise<void> {
  const connection = await connectNats({ servers: new URL(NATS).host })
  const { consumers } = await jetstreamManager(connection)
  for await (const { name } of consumers.list(MESSAGES)) {
    if (name.startsWith(prefix)) await consumers.delete(MESSAGES, name)
  }
  await connection.close()
}
