import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { augments, hashOf } from '@tessera/ripple.plan'
import { importedKeys, type SourceFile, type WorkspaceNode } from '@tessera/workspace.files'
import { optionsReader } from './compiler-options.ts'
import type { EffectiveOptions } from './compiler-options.ts'
import { readExternals } from './externals.ts'
import type { Externals } from './externals.ts'
import { manifestFacts } from './manifest-facts.ts'
import type { ManifestFacts } from './manifest-facts.ts'
import type { BuildState } from './state.ts'
import type { Compiler } from './typescript.ts'

/** What the engine must know of a node before it builds it. */
export interface NodeFacts {
  readonly node: WorkspaceNode
  readonly manifest: ManifestFacts
  readonly options: EffectiveOptions
  /** Packages from npm that it uses. */
  readonly packages: readonly string[]
  /** Everything its check depends on but the interfaces of what it imports. */
  readonly own: string
  readonly augments: boolean
}

/** Of everything that is put into keys: a change in how the engine builds is a change of everything built. */
const ENGINE = 'tessera-build-1'

export interface FactsOptions {
  readonly root: string
  readonly compiler: Compiler
  readonly state: BuildState
}

export interface WorkspaceFacts {
  readonly externals: Externals
  readonly byKey: ReadonlyMap<string, NodeFacts>
  /** Package name to key. */
  readonly packageNames: ReadonlyMap<string, string>
}

/** Facts of all nodes. Sources are read only where they changed since `state`, which is brought up to date. */
export function gatherFacts(nodes: readonly WorkspaceNode[], options: FactsOptions): WorkspaceFacts {
  const { root, compiler, state } = options
  const externals = readExternals(root, new Set(nodes.map((node) => node.rootDir)))
  const optionsOf = optionsReader(root)
  const keys = new Set(nodes.map((node) => node.key))
  const ambient = new Map<string, string>()
  const facts = nodes.map((node): NodeFacts => {
    const manifest = manifestFacts(root, node)
    const effective = optionsOf(node)
    const packages = externalPackages(node, keys)
    let types = ambient.get(effective.hash)
    if (types === undefined)
      ambient.set(effective.hash, (types = externals.hash(ambientTypes(effective, externals), '')))
    const own = hashOf([
      ENGINE,
      compiler.version,
      manifest.identity,
      effective.hash,
      types,
      externals.hash(packages, node.rootDir),
      node.files.filter(isChecked).map((file) => [file.path, file.hash, file.dev]),
    ])
    return { node, manifest, options: effective, packages, own, augments: readAugments(root, node, state) }
  })
  return {
    externals,
    byKey: new Map(facts.map((item) => [item.node.key, item])),
    packageNames: new Map(nodes.map((node) => [node.packageName, node.key])),
  }
}

export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path)
}

/** Sources that the compiler is given: JavaScript only where the options ask for it. */
export function isCompiled(path: string, options: EffectiveOptions): boolean {
  return isTypeScript(path) || (options.compilerOptions['allowJs'] === true && isJavaScript(path))
}

export function isJavaScript(path: string): boolean {
  return /\.[cm]?jsx?$/.test(path)
}

export function isDeclaration(path: string): boolean {
  return /\.d\.[cm]?ts$/.test(path)
}

function isChecked(file: SourceFile): boolean {
  return file.path !== 'derived.json' && !file.path.endsWith('.md')
}

/** npm packages, and components that the workspace holds only as packages. */
function externalPackages(node: WorkspaceNode, keys: ReadonlySet<string>): readonly string[] {
  const { components, devComponents, packages, devPackages, peerPackages } = node.dependencies
  const vendored = importedKeys(node).some((key) => !keys.has(key))
    ? [...components, ...devComponents].filter(({ id }) => !keys.has(`${id.scope}/${id.name}`))
    : []
  const names = Object.keys({ ...packages, ...devPackages, ...peerPackages })
  return [...new Set([...names, ...vendored.map((dependency) => dependency.packageName)])].toSorted()
}

function ambientTypes(options: EffectiveOptions, externals: Externals): readonly string[] {
  const types = options.compilerOptions['types']
  return Array.isArray(types) && !types.includes('*') ? types.map(String) : externals.ambient
}

function readAugments(root: string, node: WorkspaceNode, state: BuildState): boolean {
  const sources = node.files.filter((file) => isTypeScript(file.path))
  const identity = hashOf(sources.map((file) => file.hash))
  const known = state.augments[node.key]
  if (known?.[0] === identity) return known[1]
  const found = sources.some((file) => augments(readFileSync(join(root, node.rootDir, file.path), 'utf8')))
  state.augments[node.key] = [identity, found]
  state.touched = true
  return found
}
