import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sha1 } from '@tessera/core.model'
import { TMP } from './layout.ts'
import { isAlive, thisHost } from './process.ts'

const HOST = sha1(thisHost()).slice(0, 8)
const PROCESS = randomBytes(6).toString('hex')
const NAME = /^(\d+)-([0-9a-f]{8})-[0-9a-f]{12}-\d+$/
const DAY_MS = 86_400_000
let count = 0

/** A path in the scope's own folder for temporary files that no other writer uses, and that says who made it. */
export function temporaryPath(root: string): string {
  count += 1
  return join(root, TMP, `${process.pid}-${HOST}-${PROCESS}-${count}`)
}

/** Removes what writers left that are gone; of writers on other hosts nobody can tell, a day of silence must do. */
export function sweepTemporary(root: string): void {
  for (const name of temporaryNames(root)) {
    const path = join(root, TMP, name)
    if (isAbandoned(name, path)) rmSync(path, { recursive: true, force: true })
  }
}

function temporaryNames(root: string): string[] {
  try {
    return readdirSync(join(root, TMP)).filter((name) => NAME.test(name))
  } catch {
    return []
  }
}

function isAbandoned(name: string, path: string): boolean {
  const [, pid, host] = NAME.exec(name) ?? []
  if (host === HOST) return !isAlive(Number(pid))
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && Date.now() - found.mtimeMs > DAY_MS
}
