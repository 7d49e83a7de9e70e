import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from '@tessera/core.disk'
import { notWritable, temporaryFolder } from '@tessera/scope.store'

/** What Tessera keeps in a scope beside what Bit knows: a folder that Bit does not look at. */
const OWN = 'tessera'

/** The value of a JSON file of ours; undefined where it is missing or damaged. */
export function readOwn(root: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(root, OWN, path), 'utf8'))
  } catch {
    return undefined
  }
}

/** Names of the files in a folder of ours. */
export function listOwn(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, OWN, folder)).toSorted()
  } catch {
    return []
  }
}

/** Writes a JSON file that appears whole or not at all. @throws TesseraError `SCOPE_NOT_WRITABLE` */
export function writeOwn(root: string, path: string, value: unknown): void {
  try {
    const text = `${JSON.stringify(value, null, 1)}\n`
    writeAtomic(join(root, OWN, path), text, { fsync: false, folder: temporaryFolder(root) })
  } catch (error) {
    throw notWritable(root, error)
  }
}

/** @throws TesseraError `SCOPE_NOT_WRITABLE` */
export function removeOwn(root: string, path: string): void {
  try {
    rmSync(join(root, OWN, path), { force: true })
  } catch (error) {
    throw notWritable(root, error)
  }
}
