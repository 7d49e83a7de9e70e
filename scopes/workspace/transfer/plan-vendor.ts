import { join } from 'node:path'
import { componentKey, formatId, packageName, packageVersion, type ComponentId } from '@tessera/core.model'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { closureOf, type Closure, type Requirement } from './closure.ts'
import { fetchClosure } from './fetch-closure.ts'
import { fetchVersions, localVersion, type Fetcher, type LocalVersion } from './fetch.ts'
import { needsOf, neededIds } from './needs.ts'
import { describeVersion } from './pack-component.ts'
import { flatName } from './package-json.ts'
import { providedPackages } from './provided.ts'
import { isToolPackage, toolClosure, type ToolPackage } from './tool-packages.ts'
import { readVendored, readVendoredComponent, type VendoredComponent, type VendoredEntry } from './vendored.ts'

export interface VendorInput {
  readonly workspace: Workspace
  /** Nodes that stay as they are: not those that are about to be written. */
  readonly nodes: readonly WorkspaceNode[]
  /** Versions about to be written as source. */
  readonly targets: readonly LocalVersion[]
  readonly fetcher: Fetcher
  /** Packages that are wanted beside those that the nodes import. */
  readonly packages?: readonly string[] | undefined
  /** Packages of folders that are npm workspaces still, and are about to go. */
  readonly leaving?: readonly string[] | undefined
}

export interface VendorPlan {
  readonly closure: Closure
  readonly tools: readonly ToolPackage[]
  /** Versions without a tarball. */
  readonly toPack: readonly LocalVersion[]
  /** What these need to be compiled, themselves included. */
  readonly toCompile: readonly LocalVersion[]
  /** What the root manifest takes from `vendor/` now. */
  readonly present: readonly VendoredEntry[]
}

/**
 * What must lie in `vendor/` so that every package of the workspace finds what it imports. Fetches objects, writes no
 * file.
 * @throws TesseraError `UNKNOWN_REMOTE`, `COMPONENT_NOT_FOUND`, `VERSION_NOT_FOUND`, `TOOL_PACKAGE_MISSING`
 */
export async function planVendor(input: VendorInput): Promise<VendorPlan> {
  const present = await readVendored(input.workspace.root)
  const leaving = new Set(input.leaving)
  const provided = new Set([...(await providedPackages(input.workspace.root))].filter((name) => !leaving.has(name)))
  const toPack = new Map<string, LocalVersion>()
  const { requirements, packages } = await collectNeeds(input, present)
  const closure = await closureOf({
    requirements,
    sources: sourceKeys(input),
    provided,
    describe: (wanted) => describe(input, wanted, toPack),
  })
  for (const { component } of closure.entries) {
    for (const name of Object.keys(component.packages)) packages.add(name)
  }
  return {
    closure,
    tools: await toolClosure([...packages].filter(isToolPackage), provided),
    toPack: [...toPack.values()],
    toCompile: await fetchClosure(input.fetcher, [...toPack.values()]),
    present,
  }
}

/** `vendor/acme-orders.orders-api.types-0.1.0.tgz` */
export function componentTarballPath(id: ComponentId): string {
  return `vendor/${flatName(packageName(id))}-${packageVersion(id.version)}.tgz`
}

function sourceKeys({ nodes, targets }: VendorInput): ReadonlySet<string> {
  const components = nodes.filter((node) => node.kind === 'component').map((node) => node.key)
  return new Set([...components, ...targets.map(({ id }) => componentKey(id))])
}

async function collectNeeds(
  { workspace, nodes, targets, packages: wanted = [] }: VendorInput,
  present: readonly VendoredEntry[],
): Promise<{ requirements: readonly Requirement[]; packages: Set<string> }> {
  const vendored = new Map(present.flatMap(({ name, component }) => (component ? [[name, component.id]] : [])))
  const requirements: Requirement[] = []
  const packages = new Set(wanted)
  for (const node of nodes) {
    const needs = await needsOf(workspace, node)
    for (const name of needs.packages) packages.add(name)
    for (const id of neededIds(needs, vendored)) requirements.push({ id, by: node.key, fresh: false })
  }
  for (const { id: by, version } of targets) {
    for (const { id } of [...version.dependencies, ...version.devDependencies]) {
      requirements.push({ id, by: formatId(by), fresh: true })
    }
    const { packageDependencies, devPackageDependencies, peerPackageDependencies } = version
    for (const name of Object.keys({ ...packageDependencies, ...devPackageDependencies, ...peerPackageDependencies })) {
      packages.add(name)
    }
  }
  return { requirements, packages }
}

/** A tarball that is there says what it needs itself: a clone without any objects can be extended. */
async function describe(
  { workspace, fetcher }: VendorInput,
  wanted: readonly Requirement[],
  toPack: Map<string, LocalVersion>,
): Promise<readonly VendoredComponent[]> {
  const found: VendoredComponent[] = []
  const missing: Requirement[] = []
  for (const requirement of wanted) {
    const packed = await readVendoredComponent(join(workspace.root, componentTarballPath(requirement.id)))
    const local = await localVersion(fetcher.scope, requirement.id)
    const same = packed !== undefined && formatId(packed.id) === formatId(requirement.id)
    if (same && (local === undefined || local.hash === packed.hash)) found.push(packed)
    else missing.push(requirement)
  }
  const requests = missing.map(({ id, by }) => ({ id, why: `${by} depends on ${formatId(id)}` }))
  for (const local of await fetchVersions(fetcher, requests)) {
    toPack.set(formatId(local.id), local)
    found.push(describeVersion(local))
  }
  return found
}
