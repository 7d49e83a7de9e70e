import { isBuiltin } from 'node:module'
import type { Diagnostic } from '@tessera/core.model'
import { componentKey } from '@tessera/core.model'
import { isDevFile } from './dev-files.ts'
import type { ImportRef } from './imports.ts'
import { missingPackage } from './missing-package.ts'
import type { KnownNames } from './missing-package.ts'
import type { PackageLookup, Resolution } from './package-lookup.ts'
import { relativeFault } from './relative-imports.ts'
import type { Seed } from './seed.ts'
import type { ComponentDependency, NodeDependencies } from './types.ts'

export interface DependencyContext {
  /** Absolute. */
  readonly root: string
  readonly byFolder: ReadonlyMap<string, Seed>
  readonly lookup: PackageLookup
  readonly names: KnownNames
}

export interface Resolved {
  readonly dependencies: NodeDependencies
  readonly issues: readonly Diagnostic[]
}

/** What the imports of a node's files depend on, and what is wrong with them. */
export function resolveDependencies(seed: Seed, context: DependencyContext): Resolved {
  const issues: Diagnostic[] = []
  const runtime = new Map<string, Resolution>()
  const dev = new Map<string, Resolution>()
  for (const [path, { imports }] of seed.files) {
    const target = isDevFile(path) ? dev : runtime
    for (const ref of imports) {
      const report = (fault: Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'>): void => {
        const location = { file: `${seed.rootDir}/${path}`, line: ref.line, column: ref.column }
        issues.push({ ...fault, location, node: seed.key })
      }
      if (/^(?:\.|\/)/.test(ref.specifier)) {
        const fault = relativeFault(seed, path, ref, context)
        if (fault !== undefined) report(fault)
        continue
      }
      if (!namesPackage(ref)) continue
      const name = packageOf(ref.specifier)
      const known = runtime.get(name) ?? dev.get(name)
      const resolution = known ?? context.lookup(seed, name)
      target.set(name, resolution)
      if (known !== undefined) continue
      if (resolution.kind === 'missing') report(missingPackage(resolution, context.names))
      if (resolution.kind === 'consumer' && seed.kind === 'component') report(consumerImport(resolution.packageName))
    }
  }
  return { dependencies: collect(runtime, dev), issues }
}

function namesPackage({ specifier, kind }: ImportRef): boolean {
  if (specifier === '' || specifier.startsWith('#') || /^[a-z][a-z+.-]+:/i.test(specifier)) return false
  return kind === 'reference' || !isBuiltin(specifier)
}

/** The package a specifier names: `@a/b` of `@a/b/c`, `a` of `a/b`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function consumerImport(packageName: string): Pick<Diagnostic, 'severity' | 'code' | 'message' | 'hint'> {
  return {
    severity: 'error',
    code: 'CONSUMER_IMPORT',
    message: `"${packageName}" is a consumer: it has no versions that a component could depend on`,
    hint: 'move what is shared into a component: tessera add <folder>',
  }
}

/** Runtime wins over development. */
function collect(runtime: ReadonlyMap<string, Resolution>, dev: ReadonlyMap<string, Resolution>): NodeDependencies {
  const main = [...runtime.values()]
  const devOnly = [...dev].filter(([name]) => !runtime.has(name)).map(([, resolution]) => resolution)
  return {
    components: componentsOf(main),
    devComponents: componentsOf(devOnly),
    packages: packagesOf(main, false),
    devPackages: packagesOf(devOnly, undefined),
    peerPackages: packagesOf(main, true),
  }
}

function componentsOf(all: readonly Resolution[]): readonly ComponentDependency[] {
  return all
    .flatMap((item) => (item.kind === 'component' ? [{ id: item.id, packageName: item.packageName }] : []))
    .toSorted((a, b) => (componentKey(a.id) < componentKey(b.id) ? -1 : 1))
}

/** @param peer which ones: peers, all others, or both where undefined */
function packagesOf(all: readonly Resolution[], peer: boolean | undefined): Readonly<Record<string, string>> {
  const ranges = all.flatMap((item): (readonly [string, string])[] => {
    if (item.kind === 'consumer') return peer === true ? [] : [[item.packageName, '*']]
    if (item.kind !== 'package' || (peer !== undefined && item.peer !== peer)) return []
    return [[item.packageName, item.range]]
  })
  return Object.fromEntries(ranges.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
