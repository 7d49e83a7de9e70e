import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import { hashOf } from '@tessera/ripple.plan'
import type { WorkspaceNode } from '@tessera/workspace.files'
import { parseTsconfig } from 'get-tsconfig'

/** How a node is compiled: what its tsconfig.json says, without what the engine decides itself. */
export interface EffectiveOptions {
  readonly compilerOptions: Readonly<Record<string, unknown>>
  /** The author's own `paths`, absolute. */
  readonly paths: Readonly<Record<string, readonly string[]>>
  /** Equal for nodes that may share a program. */
  readonly hash: string
}

/** Where output goes and what stands in for what is the engine's business. */
const DROPPED = [
  'allowImportingTsExtensions',
  'baseUrl',
  'composite',
  'customConditions',
  'declarationDir',
  'disableReferencedProjectLoad',
  'emitDeclarationOnly',
  'incremental',
  'noEmit',
  'outDir',
  'outFile',
  'paths',
  'plugins',
  'rootDir',
  'tsBuildInfoFile',
]

const DEFAULTS = { target: 'es2023', module: 'nodenext', strict: true, rewriteRelativeImportExtensions: true }

/** Reads tsconfig files once each: the node's own where it has one, else that of the workspace. */
export function optionsReader(root: string): (node: WorkspaceNode) => EffectiveOptions {
  const memo = new Map<string, EffectiveOptions>()
  return (node) => {
    const own = join(root, node.rootDir, 'tsconfig.json')
    const file = node.kind === 'consumer' && existsSync(own) ? own : join(root, 'tsconfig.json')
    const id = `${node.kind} ${file}`
    const known = memo.get(id)
    if (known !== undefined) return known
    const options = effectiveOptions(file, node.kind === 'component')
    memo.set(id, options)
    return options
  }
}

function effectiveOptions(file: string, declares: boolean): EffectiveOptions {
  const config = readOptions(file)
  const paths = absolutePaths(config['paths'], dirname(file))
  const rewrites = config['rewriteRelativeImportExtensions'] === true || config['allowImportingTsExtensions'] === true
  const compilerOptions: Record<string, unknown> = {
    ...config,
    ...(rewrites ? { rewriteRelativeImportExtensions: true } : {}),
    // What a dependency declares was checked when it was built.
    skipLibCheck: true,
    noEmitOnError: false,
    // Dependents see a component by its declarations; nobody depends on a consumer.
    declaration: declares || config['declaration'] === true,
  }
  for (const name of DROPPED) delete compilerOptions[name]
  return { compilerOptions, paths, hash: hashOf([Object.entries(compilerOptions).toSorted(byName), paths]) }
}

function readOptions(file: string): Record<string, unknown> {
  if (!existsSync(file)) return DEFAULTS
  try {
    return { ...parseTsconfig(file).compilerOptions } as Record<string, unknown>
  } catch (cause) {
    throw new TesseraError('INVALID_TSCONFIG', `${file}: ${(cause as Error).message}`, { cause })
  }
}

function absolutePaths(paths: unknown, dir: string): Readonly<Record<string, readonly string[]>> {
  if (typeof paths !== 'object' || paths === null) return {}
  const entries = Object.entries(paths as Record<string, readonly string[]>)
  return Object.fromEntries(entries.map(([name, targets]) => [name, targets.map((target) => resolve(dir, target))]))
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
