import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where a process id means something: the host, and on Linux the namespace of its processes. */
export function thisHost(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** Whether a process of this host runs; with `started`, whether it is still the one that was meant. */
export function isAlive(pid: number, started = 0): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Someone else's process may not be signalled, but lives.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = startOf(pid)
  return started === 0 || now === 0 || started === now
}

/** When a process started, in ticks since the machine did: ids are used again, both together are not. 0 where nobody tells. */
export function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program, in brackets, may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return 0
  }
}
