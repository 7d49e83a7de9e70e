import { Unavailable } from '@tessera/runtime.core'
import { Redis } from 'ioredis'
import { setTimeout as sleep } from 'node:timers/promises'
import { SCRIPTS, type ScriptName } from './scripts.ts'

/** A connection that comes back after a loss; what was not answered is sent again. */
export interface Session {
  /** Runs a script or command of Redis; answers with bytes. */
  call<R>(name: ScriptName | (string & {}), ...args: (string | number | Uint8Array)[]): Promise<R>
  /** Another connection, for commands that block; it sends nothing again. */
  reader(): Redis
  close(): void
}

/** So long, in milliseconds, it waits for Redis when it begins; later, about 20 seconds. */
const FIRST_MS = 3000

/** Longer than any command blocks: a connection that owes an answer for so many milliseconds is given up. */
const SILENCE_MS = 10_000

/**
 * Connects, and waits until Redis answers.
 * @param shown the URL without credentials, for errors
 */
export async function createSession(url: string, shown: string): Promise<Session> {
  const redis = new Redis(url, { maxRetriesPerRequest: 30, socketTimeout: SILENCE_MS })
  // It connects again by itself; each call that it cost says so.
  let lastError: string | undefined
  redis.on('error', ({ message }: Error) => (lastError = message))
  for (const [name, script] of Object.entries(SCRIPTS)) redis.defineCommand(name, script)
  let closed = false

  async function call<R>(name: string, ...args: (string | number | Uint8Array)[]): Promise<R> {
    if (closed) throw new Unavailable(shown, 'this broker was closed')
    try {
      const parts = args.map((part) => (part instanceof Uint8Array ? asBuffer(part) : part))
      const script = (redis as unknown as Readonly<Record<string, Command | undefined>>)[`${name}Buffer`]
      return (await (name in SCRIPTS && script ? script.call(redis, ...parts) : redis.callBuffer(name, ...parts))) as R
    } catch (error) {
      throw new Unavailable(shown, error instanceof Error ? error.message : String(error), error)
    }
  }

  const refuse = (): never => {
    throw new Unavailable(shown, lastError ?? 'it does not answer')
  }
  function close(): void {
    closed = true
    redis.disconnect()
  }
  try {
    await Promise.race([call('PING'), sleep(FIRST_MS, undefined, { ref: false }).then(refuse)])
  } catch (error) {
    close()
    throw error
  }
  return {
    call,
    reader() {
      const reader = redis.duplicate({ autoResendUnfulfilledCommands: false })
      reader.on('error', () => {})
      return reader
    },
    close,
  }
}

/** The same bytes. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

type Command = (...args: (string | number | Buffer)[]) => Promise<unknown>
