import { appendFile, mkdir, unlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { acceptClient, type Connection, type Hub } from './broker-connection.ts'
import { claimFolder, listen, socketPath } from './claim.ts'
import { type DurableJournal, type JournalOptions, openDurableJournal } from './durable-journal.ts'
import { Exchange } from './exchange.ts'
import type { Packed } from './packed.ts'

export interface EmbeddedServerOptions extends Pick<JournalOptions, 'segmentBytes' | 'maxBytes' | 'write'> {
  /** Milliseconds in which a message that comes again under its id is known; 2 minutes where nothing is said. */
  readonly dedupeMs?: number
  /** Milliseconds without a client after which it ends by itself; never where nothing is said. */
  readonly idleMs?: number
  /** Told what went wrong. Default: a line in `broker.log` of the folder. */
  readonly onWarning?: (message: string) => void
}

/** The embedded broker of a folder, running in this process. */
export interface EmbeddedServer extends AsyncDisposable {
  /** Clients open it under this. */
  readonly url: string
  /** Resolves when it has ended, by `close` or because nobody used it. */
  readonly closed: Promise<void>
  /** What was confirmed stays in the folder. */
  close(): Promise<void>
}

/**
 * Runs the embedded broker of a folder in this process, for all clients on this machine. `undefined` where it runs
 * already, in this process or another.
 */
export async function startEmbeddedBroker(
  folder: string,
  options: EmbeddedServerOptions = {},
): Promise<EmbeddedServer | undefined> {
  const place = resolve(folder)
  await mkdir(place, { recursive: true })
  const path = socketPath(place)
  const connections = new Set<Connection>()
  const idle = createIdleWatch(
    options.idleMs,
    () => connections.size === 0,
    () => void close(),
  )
  let ready: (hub: Hub) => void = () => {}
  // Clients may come before the log is read: who holds the folder has to be settled first.
  const hub = new Promise<Hub>((settle) => (ready = settle))
  const server = createServer((socket) => {
    socket.on('error', () => {})
    void hub.then((opened) => {
      if (socket.destroyed) return
      const connection = acceptClient(opened, socket, () => {
        connections.delete(connection)
        idle.look()
      })
      connections.add(connection)
    })
  })
  await listen(server, path)
  const claim = await claimFolder(place, path)
  if (!claim) {
    server.close()
    return undefined
  }
  const journal = await openJournal(place, options).catch(async (error: unknown) => {
    // Whoever waits for this one may start another.
    server.close()
    await claim.release()
    throw error
  })
  const exchange = createExchange(journal, options)
  ready({ exchange, journal })
  idle.look(FIRST_CLIENT_MS)

  let ended: (value: void) => void = () => {}
  const closed = new Promise<void>((settle) => (ended = settle))
  let closing: Promise<void> | undefined
  async function closeOnce(): Promise<void> {
    idle.stop()
    const serverClosed = new Promise<void>((settle) => server.close(() => settle()))
    for (const connection of connections) connection.close()
    await serverClosed
    exchange.close()
    await journal.close()
    await claim?.release()
    await unlink(path).catch(() => {})
    ended()
  }
  const close = (): Promise<void> => (closing ??= closeOnce())
  return { url: `embedded:${place}`, closed, close, [Symbol.asyncDispose]: close }
}

function createExchange(journal: DurableJournal, { dedupeMs }: EmbeddedServerOptions): Exchange<Packed> {
  const { snapshot } = journal
  const exchange = new Exchange<Packed>({ journal, snapshot, ...(dedupeMs === undefined ? {} : { dedupeMs }) })
  journal.attach(exchange)
  return exchange
}

function openJournal(folder: string, options: EmbeddedServerOptions): Promise<DurableJournal> {
  const file = join(folder, 'broker.log')
  const warn =
    options.onWarning ??
    ((message: string): void => {
      const line = `${new Date().toISOString()} ${message}\n`
      appendFile(file, line).catch(() => {})
    })
  return openDurableJournal(join(folder, 'log'), {
    ...options,
    onDamage: ({ segment, goodBytes, droppedBytes }) =>
      warn(`segment ${segment} of the log was damaged after ${goodBytes} bytes: ${droppedBytes} bytes were dropped`),
    onBlocked: (error) =>
      warn(error === undefined ? 'the disk can be written to again' : `cannot write: ${String(error)}`),
  })
}

/** Whoever had it started needs a moment to come. */
const FIRST_CLIENT_MS = 5000

/** Calls `end` when nobody was there for `idleMs`. */
function createIdleWatch(
  idleMs: number | undefined,
  isIdle: () => boolean,
  end: () => void,
): { look(atLeastMs?: number): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  return {
    look(atLeastMs = 0) {
      clearTimeout(timer)
      if (idleMs === undefined || !isIdle()) return
      timer = setTimeout(() => isIdle() && end(), Math.max(idleMs, atLeastMs))
    },
    stop: () => clearTimeout(timer),
  }
}
