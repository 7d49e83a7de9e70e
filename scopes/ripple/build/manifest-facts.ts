import { join } from 'node:path'
import { isRecord } from '@tessera/core.model'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { readIfExists } from './disk.ts'

/** One way into a node's package. */
export interface Entry {
  /** `.`, `./mocks`, `./*` */
  readonly subpath: string
  /** Relative to the node: what stands for it while it is compiled. */
  readonly source: string
  /** Relative to the node: its declarations, once built. */
  readonly types: string
}

export interface ManifestFacts {
  readonly entries: readonly Entry[]
  /** What of package.json decides how the node is compiled and entered; its version does not. */
  readonly identity: string
}

/** Reads the package.json of a node; a component that has none yet is entered by its main file. */
export function manifestFacts(root: string, node: WorkspaceNode): ManifestFacts {
  const manifest = parse(readIfExists(join(root, node.rootDir, 'package.json')))
  const { type, exports, imports, main, types } = manifest
  const entries = node.kind === 'consumer' ? [] : toEntries(exports, node)
  return { entries, identity: JSON.stringify([node.packageName, type, exports, imports, main, types]) }
}

function parse(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function toEntries(exports: unknown, node: WorkspaceNode): readonly Entry[] {
  const map = isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports : { '.': exports }
  const entries = Object.entries(map).flatMap(([subpath, target]) => toEntry(subpath, target) ?? [])
  if (entries.some((entry) => entry.subpath === '.') || node.kind === 'consumer') return entries
  const source = `./${node.mainFile}`
  return [{ subpath: '.', source, types: declarationOf(source) }, ...entries]
}

const TYPESCRIPT = /\.([cm]?)tsx?$/

function toEntry(subpath: string, target: unknown): Entry | undefined {
  if (!isRecord(target)) return undefined
  const { source, types } = target
  if (typeof source !== 'string' || !TYPESCRIPT.test(source)) return undefined
  return { subpath, source, types: typeof types === 'string' ? types : declarationOf(source) }
}

/** `./src/index.ts` is declared by `./dist/src/index.d.ts`. */
function declarationOf(source: string): string {
  return `./dist/${source.replace(/^\.\//, '').replace(TYPESCRIPT, '.d.$1ts')}`
}
