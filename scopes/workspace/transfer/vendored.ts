import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, parseComponentId, type ComponentId } from '@tessera/core.model'
import { readRootManifest, stringsOf } from './package-json.ts'
import { readTarball } from './tarball.ts'

/** A component packed into `vendor/`, as its tarball describes itself. */
export interface VendoredComponent {
  /** With its exact version. */
  readonly id: ComponentId
  /** Hash of the Version it was made from. */
  readonly hash: string
  /** Exact versions of the components its code imports. */
  readonly dependencies: readonly ComponentId[]
  /** npm packages to ranges, `@tessera/*` included. */
  readonly packages: Readonly<Record<string, string>>
}

export interface VendoredEntry {
  /** Key in the root manifest: the package's name, or an alias of a second version. */
  readonly name: string
  /** Relative to the workspace. */
  readonly path: string
  /** Absent for a package of the tool, and where the tarball is missing or was put there by someone else. */
  readonly component?: VendoredComponent
}

const PREFIX = 'file:vendor/'

/** What the root manifest takes from `vendor/`. */
export async function readVendored(root: string): Promise<readonly VendoredEntry[]> {
  const { dependencies } = await readRootManifest(root)
  const entries: VendoredEntry[] = []
  for (const [name, range] of Object.entries(dependencies)) {
    if (!range.startsWith(PREFIX)) continue
    const path = range.slice('file:'.length)
    const component = await readVendoredComponent(join(root, path))
    entries.push(component === undefined ? { name, path } : { name, path, component })
  }
  return entries
}

/** What a tarball says of itself; undefined where it is missing, damaged or no component. */
export async function readVendoredComponent(tarball: string): Promise<VendoredComponent | undefined> {
  if (!existsSync(tarball)) return undefined
  try {
    const files = await readTarball(await readFile(tarball))
    return parse(JSON.parse(files.get('package.json')?.toString('utf8') ?? 'null'))
  } catch {
    return undefined
  }
}

/** The key of a packed manifest that says what it was made from. */
export function provenance(component: VendoredComponent): Record<string, unknown> {
  const { id, hash, dependencies } = component
  const exact = dependencies.map((other) => [`${other.scope}/${other.name}`, other.version] as const)
  return {
    componentId: { scope: id.scope, name: id.name, version: id.version },
    tessera: { version: hash, dependencies: Object.fromEntries(exact.toSorted(([a], [b]) => (a < b ? -1 : 1))) },
  }
}

function parse(manifest: unknown): VendoredComponent | undefined {
  if (!isRecord(manifest) || !isRecord(manifest['componentId']) || !isRecord(manifest['tessera'])) return undefined
  const { scope, name, version } = stringsOf(manifest['componentId'])
  const { version: hash, dependencies } = manifest['tessera']
  if (typeof hash !== 'string') return undefined
  const exact = Object.entries(stringsOf(dependencies)).map(([key, other]) => parseComponentId(`${key}@${other}`))
  return {
    id: parseComponentId(`${scope}/${name}@${version}`),
    hash,
    dependencies: exact,
    packages: { ...stringsOf(manifest['dependencies']), ...stringsOf(manifest['peerDependencies']) },
  }
}
