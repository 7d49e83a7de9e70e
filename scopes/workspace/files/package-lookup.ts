import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isComponentName, isRecord, isScopeName } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import type { Seed } from './seed.ts'
import type { Workspace } from './types.ts'

/** What a package name stands for. */
export type Resolution =
  | { readonly kind: 'self' }
  | { readonly kind: 'component'; readonly id: ComponentId; readonly packageName: string }
  | { readonly kind: 'consumer'; readonly packageName: string }
  | { readonly kind: 'package'; readonly packageName: string; readonly range: string; readonly peer: boolean }
  /** `listed`: a package.json names it, but it is not installed. */
  | { readonly kind: 'missing'; readonly packageName: string; readonly listed: boolean }

/** Finds what a package is that a node imports; remembers what it found. */
export type PackageLookup = (seed: Seed, packageName: string) => Resolution

type Manifest = Readonly<Record<string, unknown>>

export function packageLookup(workspace: Workspace, byPackage: ReadonlyMap<string, Seed>): PackageLookup {
  const read = remembering(readManifest)
  const rootManifest = read(join(workspace.root, 'package.json'))
  const shared = new Map<string, Resolution>()

  const resolve = (seed: Seed, packageName: string): Resolution => {
    const other = byPackage.get(packageName)
    if (other === seed) return { kind: 'self' }
    if (other !== undefined) {
      return other.id === undefined
        ? { kind: 'consumer', packageName }
        : { kind: 'component', id: other.id, packageName }
    }
    if (hasOwnPackages(seed)) return external(workspace, packageName, { seed, rootManifest, read })
    const known = shared.get(packageName) ?? external(workspace, packageName, { seed, rootManifest, read })
    shared.set(packageName, known)
    return known
  }
  return resolve
}

function hasOwnPackages(seed: Seed): boolean {
  return seed.hasModules || seed.manifest !== undefined
}

interface Place {
  readonly seed: Seed
  readonly rootManifest: Manifest
  readonly read: (path: string) => Manifest
}

function external(workspace: Workspace, packageName: string, place: Place): Resolution {
  const installed = findInstalled(workspace, packageName, place)
  const id = componentIdOf(installed)
  if (id !== undefined) return { kind: 'component', id, packageName }
  if (packageName.startsWith('@tessera/')) return { kind: 'package', packageName, range: '*', peer: false }
  return (
    ranged(workspace, packageName, { ...place, installed }) ??
    typesOf(workspace, packageName, place) ?? { kind: 'missing', packageName, listed: isListed(packageName, place) }
  )
}

interface Found extends Place {
  readonly installed: Manifest | undefined
}

/** By the consumer's own manifest, the workspace policy, the root manifest, or what is installed: the first that says. */
function ranged(workspace: Workspace, packageName: string, found: Found): Resolution | undefined {
  const peers = [workspace.policy.peerDependencies, groupOf(found.rootManifest, 'peerDependencies')]
  const groups = [
    ...groupsOf(found.seed.manifest ?? {}),
    workspace.policy.dependencies,
    ...peers,
    ...groupsOf(found.rootManifest),
  ]
  for (const group of groups) {
    const range = group[packageName]
    if (typeof range === 'string' && isUsable(range, found.installed)) {
      return { kind: 'package', packageName, range, peer: peers.includes(group) }
    }
  }
  const version = found.installed?.['version']
  return typeof version === 'string' ? { kind: 'package', packageName, range: `^${version}`, peer: false } : undefined
}

/** Types alone: `json-schema` is `@types/json-schema`. */
function typesOf(workspace: Workspace, packageName: string, place: Place): Resolution | undefined {
  if (packageName.startsWith('@types/')) return undefined
  const types = `@types/${packageName.replace(/^@([^/]+)\//, '$1__')}`
  return ranged(workspace, types, { ...place, installed: findInstalled(workspace, types, place) })
}

function findInstalled(workspace: Workspace, packageName: string, { seed, read }: Place): Manifest | undefined {
  const dirs = seed.hasModules ? [join(workspace.root, seed.rootDir), workspace.root] : [workspace.root]
  for (const dir of dirs) {
    const manifest = read(join(dir, 'node_modules', packageName, 'package.json'))
    if (manifest['version'] !== undefined || manifest['name'] !== undefined) return manifest
  }
  return undefined
}

function componentIdOf(manifest: Manifest | undefined): ComponentId | undefined {
  const id = manifest?.['componentId']
  if (!isRecord(id)) return undefined
  const { scope, name, version } = id
  if (typeof scope !== 'string' || typeof name !== 'string' || !isScopeName(scope) || !isComponentName(name)) {
    return undefined
  }
  return typeof version === 'string' && version !== '' ? { scope, name, version } : { scope, name }
}

function isListed(packageName: string, { seed, rootManifest }: Place): boolean {
  return [...groupsOf(seed.manifest ?? {}), ...groupsOf(rootManifest)].some((group) => packageName in group)
}

function groupsOf(manifest: Manifest): readonly Manifest[] {
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].map((key) =>
    groupOf(manifest, key),
  )
}

function groupOf(manifest: Manifest, key: string): Manifest {
  const group = manifest[key]
  return isRecord(group) ? group : {}
}

/** `file:` and the like mean something in this workspace only, and `*` says nothing of what is not there. */
function isUsable(range: string, installed: Manifest | undefined): boolean {
  return !/^(?:file|link|workspace|portal):/.test(range) && (range !== '*' || installed !== undefined)
}

function remembering<T>(action: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const found = known.get(key) ?? action(key)
    known.set(key, found)
    return found
  }
}

/** Empty where there is none, or it cannot be read. */
function readManifest(path: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
