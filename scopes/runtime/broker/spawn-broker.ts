import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, closeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** So long an unused broker stays, for whoever comes back. */
const IDLE_MS = 5000

/** Starts the broker of a folder as a process that outlives this one; it ends by itself where another is faster. */
export function spawnBroker(folder: string, idleMs: number = IDLE_MS): ChildProcess {
  // From source there is nothing that node can run: what was built last stands in.
  const built = import.meta.url.endsWith('.ts') ? './dist/embedded-process.js' : './embedded-process.js'
  const script = fileURLToPath(new URL(built, import.meta.url))
  mkdirSync(folder, { recursive: true })
  const log = openSync(join(folder, 'broker.log'), 'a')
  try {
    const child = spawn(process.execPath, [script, folder, String(idleMs)], {
      // Its own group: what ends this process at the terminal does not end it.
      detached: true,
      cwd: folder,
      stdio: ['ignore', log, log],
    })
    // Whoever asked for it waits until it can be reached, and says so where it never can.
    child.on('error', () => {})
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}
