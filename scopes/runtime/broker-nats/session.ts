import { setTimeout as sleep } from 'node:timers/promises'
import {
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node'
import { Unavailable } from '@tessera/runtime.core'
import { DEAD, MESSAGES } from './names.ts'

/** A connection that comes back after a loss; what was not answered is asked again. */
export interface Session {
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  /** Bytes of a message with its headers, at most. */
  readonly maxBytes: number
  /** Without credentials, for errors. */
  readonly url: string
  /** Runs `ask`; again where nobody answered. Rejects with Unavailable. */
  attempt<R>(ask: () => Promise<R>): Promise<R>
  close(): Promise<void>
}

/** A message that is published again within it is stored once. */
const WINDOW_MS = 120_000

/** So long, in milliseconds, a call waits for a server that went away. */
const PATIENCE_MS = 60_000

/** Connects, and makes the two streams where they are not there. */
export async function createSession(url: string, shown: string): Promise<Session> {
  const connection = await dial(url, shown)
  const js = jetstream(connection, { timeout: 5000 })
  let closed = false

  async function attempt<R>(ask: () => Promise<R>): Promise<R> {
    const end = performance.now() + PATIENCE_MS
    for (;;) {
      if (closed) throw new Unavailable(shown, 'this broker was closed')
      try {
        return await ask()
      } catch (error) {
        if (!isPassing(error) || performance.now() > end) throw unavailable(shown, error)
        await sleep(100)
      }
    }
  }
  async function close(): Promise<void> {
    closed = true
    // What was settled is on its way: it is not left behind. Where nobody is there any more, nothing is.
    if (!connection.isClosed()) await connection.drain().catch(() => connection.close())
  }
  try {
    const jsm = await jetstreamManager(connection, { timeout: 5000 })
    await prepare(jsm, Number(new URL(url).searchParams.get('replicas') ?? 1))
    return { js, jsm, maxBytes: connection.info?.max_payload ?? 1024 * 1024, url: shown, attempt, close }
  } catch (error) {
    await close()
    throw unavailable(shown, error)
  }
}

async function dial(url: string, shown: string): Promise<NatsConnection> {
  const { host, username, password, searchParams } = new URL(url)
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)]
  try {
    return await connect({
      servers: host,
      ...(user === '' ? {} : pass === '' ? { token: user } : { user, pass }),
      ...(searchParams.has('tls') ? { tls: {} } : {}),
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      timeout: 5000,
      // Two that nobody answers, and the connection is given up.
      pingInterval: 10_000,
      maxPingOut: 2,
    })
  } catch (error) {
    throw unavailable(shown, error)
  }
}

async function prepare(jsm: JetStreamManager, replicas: number): Promise<void> {
  const common = { storage: StorageType.File, duplicate_window: nanos(WINDOW_MS), num_replicas: replicas }
  const wanted = [
    // Kept as long as a group has not handled it; where there is no group, not at all.
    { ...common, name: MESSAGES, subjects: [`${MESSAGES}.*.*`], retention: RetentionPolicy.Interest },
    { ...common, name: DEAD, subjects: [`${DEAD}.*.*`], retention: RetentionPolicy.Limits },
  ]
  for (const config of wanted) {
    await jsm.streams.info(config.name).catch(() => jsm.streams.add(config))
  }
}

/** Nobody answered, or not in time: the server is away, or JetStream is still reading its files. */
function isPassing(error: unknown): boolean {
  const { name = '', code, cause } = error as { name?: string; code?: unknown; cause?: unknown }
  if (PASSING.has(name) || code === 503 || code === 10008) return true
  return cause !== undefined && isPassing(cause)
}

const PASSING: ReadonlySet<string> = new Set([
  ...['TimeoutError', 'NoRespondersError', 'RequestError', 'ConnectionError', 'ClosedConnectionError'],
  'JetStreamNotEnabled',
])

function unavailable(shown: string, error: unknown): Unavailable {
  if (error instanceof Unavailable) return error
  return new Unavailable(shown, error instanceof Error ? error.message : String(error), error)
}

/** Whether the server says that it has no such consumer. */
export function isMissing(error: unknown): boolean {
  return (error as { readonly name?: unknown }).name === 'ConsumerNotFoundError'
}
