import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as disk from '@tessera/core.disk'

/** All or nothing; not flushed, because it can be made again. */
export function writeAtomic(path: string, data: string | Uint8Array): void {
  disk.writeAtomic(path, data, { fsync: false })
}

/** Writes, making the folder where it is missing. */
export function writeEnsured(path: string, data: string | Uint8Array): void {
  try {
    writeFileSync(path, data)
  } catch (error) {
    if (!isMissing(error)) throw error
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, data)
  }
}

/** Undefined where there is no such file. */
export function readIfExists(path: string): string | undefined {
  return readBytesIfExists(path)?.toString('utf8')
}

export function readBytesIfExists(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}
