import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

let counter = 0

/** All or nothing: a crash leaves the old file or the new one. Makes the folder where it is missing. */
export function writeAtomic(path: string, data: string | Uint8Array): void {
  counter += 1
  const temporary = `${path}.${process.pid}.${counter}.tmp`
  try {
    writeEnsured(temporary, data)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
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
