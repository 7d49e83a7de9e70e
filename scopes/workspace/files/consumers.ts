import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import { isRecord } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'
import type * as Glob from 'tinyglobby'
import type { Workspace } from './types.ts'

export interface Consumer {
  readonly rootDir: string
  readonly packageName: string
  readonly manifest: Readonly<Record<string, unknown>>
  readonly issues: readonly Diagnostic[]
}

/** The folders that the settings name, hold a package.json and are no components; sorted. */
export function findConsumers(workspace: Workspace): readonly Consumer[] {
  const components = new Set(workspace.bitmap.entries.map((entry) => entry.rootDir))
  const folders = workspace.settings.consumers.flatMap((pattern) =>
    packagesIn(workspace.root, pattern.replace(/\/+$/, '')),
  )
  return [...new Set(folders)]
    .filter((rootDir) => rootDir !== '.' && !components.has(rootDir))
    .toSorted()
    .map((rootDir) => readConsumer(workspace.root, rootDir))
}

/** Folders that a pattern names and that hold a package.json. */
function packagesIn(root: string, pattern: string): readonly string[] {
  const [, parent] = /^([^*?{}[\]!()]+)\/\*$/.exec(pattern) ?? []
  if (parent !== undefined) return packagesBelow(root, parent)
  // Loaded for patterns that are more than `folder/*`.
  const { globSync } = createRequire(import.meta.url)('tinyglobby') as typeof Glob
  const ignored = { ignore: ['**/node_modules/**', '**/dist/**'], dot: true }
  return globSync(`${pattern}/package.json`, { cwd: root, ...ignored }).map((path) => posix.dirname(path))
}

function packagesBelow(root: string, parent: string): readonly string[] {
  if (!existsSync(join(root, parent))) return []
  return readdirSync(join(root, parent))
    .filter(
      (name) => name !== 'node_modules' && name !== 'dist' && existsSync(join(root, parent, name, 'package.json')),
    )
    .map((name) => `${posix.normalize(parent)}/${name}`)
}

function readConsumer(root: string, rootDir: string): Consumer {
  const file = `${rootDir}/package.json`
  let manifest: Record<string, unknown> = {}
  let fault: string | undefined
  try {
    const value: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'))
    if (isRecord(value)) manifest = value
    else fault = 'is no object'
  } catch (error) {
    fault = `is no valid JSON: ${(error as Error).message}`
  }
  const name = manifest['name']
  if (typeof name === 'string' && name !== '') return { rootDir, packageName: name, manifest, issues: [] }
  const issue: Diagnostic = {
    severity: 'error',
    code: 'INVALID_PACKAGE_JSON',
    message: `${file} ${fault ?? 'has no name'}`,
    location: { file },
    hint: 'a consumer is an npm package: give it a name',
    node: rootDir,
  }
  return { rootDir, packageName: rootDir, manifest, issues: [issue] }
}
