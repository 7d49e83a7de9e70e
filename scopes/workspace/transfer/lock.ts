import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { isRecord } from '@tessera/core.model'

/**
 * What takes what npm noted of these tarballs out of package-lock.json, so that its next install notes it anew: it refuses
 * bytes that changed under the same name, and resolves new overrides of a package it has noted from the wrong folder.
 * @param paths relative to the workspace
 */
export async function planForgetLocked(root: string, paths: readonly string[]): Promise<readonly FileChange[]> {
  if (paths.length === 0) return []
  const file = join(root, 'package-lock.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return []
  const lock: unknown = JSON.parse(text)
  if (!isRecord(lock) || !isRecord(lock['packages'])) return []
  const resolved = new Set(paths.map((path) => `file:${path}`))
  const packages = Object.entries(lock['packages']).filter(
    ([, entry]) => !(isRecord(entry) && typeof entry['resolved'] === 'string' && resolved.has(entry['resolved'])),
  )
  return [{ path: file, data: `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n` }]
}
