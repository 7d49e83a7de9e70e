import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

const PROCESS = randomBytes(6).toString('hex')
let count = 0

/** A name beside `path` that no other writer uses. Bit reads no file of `objects/` with such a name. */
export function temporaryName(path: string): string {
  count += 1
  return `${path}.${PROCESS}-${count}.tmp`
}

/**
 * Writes a file that appears whole or not at all, its folders with it. It is not flushed to the disk.
 * Synchronous, because a thousand small files are then written three times as fast.
 */
export function writeWhole(path: string, data: Uint8Array): void {
  const temporary = temporaryName(path)
  try {
    writeMakingFolder(temporary, data)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Writes and flushes a file beside `path`, and says its name; renaming it to `path` is the caller's step. */
export async function stage(path: string, data: Uint8Array): Promise<string> {
  const temporary = temporaryName(path)
  await mkdir(dirname(path), { recursive: true })
  const file = await open(temporary, 'wx')
  try {
    await file.writeFile(data)
    await file.sync()
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return temporary
}

function writeMakingFolder(path: string, data: Uint8Array): void {
  try {
    writeFileSync(path, data)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, data)
  }
}
