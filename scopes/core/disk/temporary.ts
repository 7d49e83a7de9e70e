import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sha1 } from '@tessera/core.model'
import { isAlive, startOf, thisHost } from './process.ts'

const HOST = sha1(thisHost()).slice(0, 8)
const MAKER = `.tessera-${process.pid}.${startOf(process.pid)}-${HOST}-${randomBytes(6).toString('hex')}`
const NAME = /^\.tessera-(\d+)\.(\d+)-([0-9a-f]{8})-[0-9a-f]{12}-\d+\.(tmp|commit)$/
const DAY_MS = 86_400_000
let count = 0

/** A path in this folder that no other writer uses, with a name that says who made it. */
export function temporaryPath(folder: string): string {
  count += 1
  return join(folder, `${MAKER}-${count}.tmp`)
}

/** Whether a file is one that something was being written to, not one of its folder's own. */
export function isTemporary(name: string): boolean {
  return NAME.test(name)
}

/** The temporary names in a folder; none where it does not exist. */
export function temporaryNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter(isTemporary)
  } catch {
    return []
  }
}

/**
 * Removes what writers left that are gone, folders of theirs included. Where a commit is not complete, what it needs is
 * among it: then nothing.
 */
export function sweepTemporary(folder: string): void {
  const names = temporaryNames(folder)
  if (names.some((name) => name.endsWith('.commit'))) return
  for (const name of names) {
    if (name.startsWith(MAKER)) continue
    const path = join(folder, name)
    if (isAbandoned(path, name, DAY_MS)) rmSync(path, { recursive: true, force: true })
  }
}

/** Whether the maker of a temporary file is gone. Of one on another host nobody can tell: so long a silence must do. */
export function isAbandoned(path: string, name: string, silenceMs: number): boolean {
  const [, pid, started, host] = NAME.exec(name) ?? []
  if (host === HOST) return !isAlive(Number(pid), Number(started))
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > silenceMs
}
