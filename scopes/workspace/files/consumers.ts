import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { isRecord } from '@tessera/core.model'
import type { Diagnostic } from '@tessera/core.model'
import { globSync } from 'tinyglobby'
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
  const patterns = workspace.settings.consumers.map((pattern) => `${pattern.replace(/\/+$/, '')}/package.json`)
  return globSync(patterns, { cwd: workspace.root, ignore: ['**/node_modules/**', '**/dist/**'], dot: true })
    .map((path) => posix.dirname(path))
    .filter((rootDir) => rootDir !== '.' && !components.has(rootDir))
    .toSorted()
    .map((rootDir) => readConsumer(workspace.root, rootDir))
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
