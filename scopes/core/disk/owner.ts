import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '@tessera/core.model'
import { isAlive, startOf, thisHost } from './process.ts'

interface Owner {
  readonly pid: number
  /** When the process started; 0 where unknown. */
  readonly started: number
  /** Where the pid means something. */
  readonly host: string
}

const OWNER_FILE = 'owner.json'
/** An owner that lives says so far more often. */
const SILENCE_MS = 30_000

/** Says in the folder who made it, so that one whose process crashed blocks nobody. */
export function writeOwner(dir: string): void {
  const owner: Owner = { pid: process.pid, started: startOf(process.pid), host: thisHost() }
  writeFileSync(join(dir, OWNER_FILE), JSON.stringify(owner))
}

/** Sign of life of the owner. A folder that is gone needs none. */
export function beat(dir: string): void {
  try {
    const date = new Date()
    utimesSync(join(dir, OWNER_FILE), date, date)
  } catch {
    // Whoever removed the folder has the turn now; `assertHeld` finds out.
  }
}

/**
 * Whether the process that made the folder is gone. Of a folder without a record, as Bit makes them, nobody can tell:
 * it counts as alive, unless it has been empty for long: Bit fills its own at once. `own` is a folder of this process on the same disk, for
 * its clock; without it this machine's counts.
 */
export function isOwnerGone(dir: string, own?: string): boolean {
  const owner = readOwner(dir)
  if (owner === undefined) return isLongEmpty(dir, own)
  if (owner.host === thisHost() && !isAlive(owner.pid, owner.started)) return true
  return now(own) - lastBeat(dir) > SILENCE_MS
}

function now(own: string | undefined): number {
  if (own === undefined) return Date.now()
  beat(own)
  return lastBeat(own)
}

/** Who is at work, in words; undefined where the folder does not say. */
export function describeOwner(dir: string): string | undefined {
  const owner = readOwner(dir)
  return owner === undefined ? undefined : `process ${owner.pid} on ${owner.host.split(' ')[0]}`
}

function readOwner(dir: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(dir, OWNER_FILE), 'utf8'))
    if (!isRecord(owner) || typeof owner['pid'] !== 'number' || typeof owner['host'] !== 'string') return undefined
    return { pid: owner['pid'], host: owner['host'], started: Number(owner['started'] ?? 0) }
  } catch {
    return undefined
  }
}

function isLongEmpty(dir: string, own: string | undefined): boolean {
  try {
    return readdirSync(dir).length === 0 && now(own) - statSync(dir).mtimeMs > SILENCE_MS
  } catch {
    return false
  }
}

function lastBeat(dir: string): number {
  return statSync(join(dir, OWNER_FILE), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
}
