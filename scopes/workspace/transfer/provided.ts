import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { isRecord } from '@tessera/core.model'
import picomatch from 'picomatch'
import { readRootManifest } from './package-json.ts'

/**
 * Names of the packages that a workspace gets without `vendor/`: its root's own npm workspaces, whether they are linked
 * yet or not, and what the root package.json lists at a range that does not lead to `vendor/`.
 */
export async function providedPackages(root: string): Promise<ReadonlySet<string>> {
  const { dependencies, devDependencies, peerDependencies, workspaces = [] } = await readRootManifest(root)
  const listed = Object.entries({ ...peerDependencies, ...devDependencies, ...dependencies })
  const elsewhere = listed.filter(([, range]) => !range.startsWith('file:vendor/')).map(([name]) => name)
  return new Set([...elsewhere, ...(await workspaceNames(root, workspaces))])
}

async function workspaceNames(root: string, globs: readonly string[]): Promise<readonly string[]> {
  const clean = globs.map((glob) => glob.replace(/^(!?)\.?\//, '$1').replace(/\/+$/, ''))
  const without = clean.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))
  const names: string[] = []
  for (const glob of clean.filter((each) => !each.startsWith('!'))) {
    const folders = (await expand(root, glob)).filter((folder) => !picomatch.isMatch(folder, without))
    for (const folder of folders) names.push(...(await nameOf(join(root, folder))))
  }
  return names
}

/** The folders that a glob of npm's `workspaces` names, relative to the root. */
async function expand(root: string, glob: string): Promise<readonly string[]> {
  const { base, glob: pattern } = picomatch.scan(glob)
  if (pattern === '') return [base]
  const depth = pattern.includes('**') ? Number.POSITIVE_INFINITY : pattern.split('/').length
  const matches = picomatch(glob)
  return (await foldersBelow(root, base, depth)).filter((folder) => matches(folder))
}

async function foldersBelow(root: string, below: string, depth: number): Promise<string[]> {
  if (depth === 0) return []
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name === 'node_modules' || entry.name.startsWith('.')) continue
    const folder = posix.join(below, entry.name)
    found.push(folder, ...(await foldersBelow(root, folder, depth - 1)))
  }
  return found
}

async function nameOf(dir: string): Promise<readonly string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
    return isRecord(manifest) && typeof manifest['name'] === 'string' ? [manifest['name']] : []
  } catch {
    return []
  }
}
