import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where a process id means something: the host, and on Linux the namespace of its processes. */
export function thisHost(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** Whether a process of this host runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Someone else's process may not be signalled, but lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
