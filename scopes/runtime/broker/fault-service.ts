import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ServiceOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Rejects as long as the service does not answer. */
  readonly ping: () => Promise<unknown>
  /** Milliseconds that it may take to start. */
  readonly startMs?: number
}

/** A broker's process that a test has for itself: started, killed, started again. */
export interface Service extends AsyncDisposable {
  /** SIGKILL to all of its processes. */
  kill(): Promise<void>
  /** Resolves when it answers. */
  start(): Promise<void>
}

/** Starts a service and waits until it answers. */
export async function startService(options: ServiceOptions): Promise<Service> {
  let child: ChildProcess | undefined

  async function kill(): Promise<void> {
    const running = child
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    // The group: some are started by scripts.
    process.kill(-running.pid, 'SIGKILL')
    await gone
  }
  async function start(): Promise<void> {
    child = spawn(options.command, options.args, {
      env: { ...process.env, ...options.env },
      stdio: 'ignore',
      detached: true,
    })
    const end = performance.now() + (options.startMs ?? 30_000)
    for (;;) {
      try {
        await options.ping()
        return
      } catch (error) {
        if (performance.now() < end && child.exitCode === null) await sleep(100)
        else throw new Error(`${options.command} does not answer`, { cause: error })
      }
    }
  }
  await start().catch(async (error: unknown) => {
    await kill()
    throw error
  })
  return { kill, start, [Symbol.asyncDispose]: kill }
}

/** First: what Debian puts on the path starts RabbitMQ as another user, who may not write to a folder of ours. */
const OWN_FOLDERS = ['/usr/lib/rabbitmq/bin']

function findBinary(name: string): string | undefined {
  const folders = [...OWN_FOLDERS, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/**
 * Where a program is that tests start a broker of their own with; `undefined` where it is not installed and they are left
 * out. @throws Error where services are required and it is not
 */
export function serviceBinary(name: string): string | undefined {
  const found = findBinary(name)
  if (found !== undefined || process.env.TESSERA_REQUIRE_SERVICES !== '1') return found
  throw new Error(`${name} is not installed, and TESSERA_REQUIRE_SERVICES is set`)
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
