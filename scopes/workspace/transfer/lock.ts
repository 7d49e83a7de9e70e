import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord } from '@tessera/core.model'
import writeFileAtomic from 'write-file-atomic'

/**
 * Takes out of package-lock.json what npm noted of tarballs whose bytes changed under the same name: npm would refuse
 * them, and notes them anew with its next install.
 */
export async function forgetIntegrity(root: string, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  const file = join(root, 'package-lock.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return
  const lock: unknown = JSON.parse(text)
  if (!isRecord(lock) || !isRecord(lock['packages'])) return
  const resolved = new Set(paths.map((path) => `file:${path}`))
  const packages = Object.entries(lock['packages']).filter(
    ([, entry]) => !(isRecord(entry) && typeof entry['resolved'] === 'string' && resolved.has(entry['resolved'])),
  )
  await writeFileAtomic(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
}
