import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, type Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { npmInstall } from './install.ts'
import { needsOf } from './needs.ts'
import { readRootManifest, stringsOf, type Packages } from './package-json.ts'
import { planVendor } from './plan-vendor.ts'
import { providedPackages } from './provided.ts'
import { remoteOpener } from './remotes.ts'
import { isToolPackage, toolClosure, type ToolPackage } from './tool-packages.ts'
import type { VendoredPackage } from './types.ts'
import { applyVendor, packVendor } from './vendor.ts'

export interface VendorNeedsOptions {
  /** Write manifests and refresh the lock, but install nothing. */
  readonly skipInstall?: boolean | undefined
  /** Packages that files yet to be written will import. */
  readonly packages?: readonly string[] | undefined
}

export interface VendorNeedsResult {
  readonly vendored: readonly VendoredPackage[]
  /** Third parties that the root package.json lists now, with their ranges. */
  readonly listed: Packages
  /** Tarballs dropped from `vendor/`. */
  readonly dropped: readonly string[]
  /** npm refreshed `node_modules`. */
  readonly installed: boolean
}

const NOTHING: VendorNeedsResult = { vendored: [], listed: {}, dropped: [], installed: false }

/**
 * Makes every package resolve that the nodes of a workspace import, as far as Tessera knows where it comes from: its own
 * packages and components go into `vendor/`, third parties that its own packages name are listed in the root
 * package.json at their range, and npm follows. Changes nothing where all of them are installed already.
 * @throws TesseraError `TOOL_PACKAGE_MISSING`, `INSTALL_FAILED`, `COMPILE_FAILED`, and those of fetching a component
 */
export async function vendorNeeds(
  workspace: Workspace,
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  options: VendorNeedsOptions,
  emit: Emit,
): Promise<VendorNeedsResult> {
  const missing = await missingPackages(workspace, nodes, options)
  if (missing.length === 0) return NOTHING
  const fetcher = { scope, open: remoteOpener(workspace, scope) }
  const plan = await planVendor({ workspace, nodes, targets: [], fetcher, packages: options.packages })
  const listed = await unlistedParties(workspace, missing)
  const tarballs = await packVendor(workspace, scope, plan, emit)
  const { vendored, dropped } = await applyVendor(workspace, plan, { tarballs, steps: [], listed })
  const found = new Set([...vendored.map(({ packageName }) => packageName), ...Object.keys(listed)])
  if (!(await isInstallable(workspace, missing, found))) return { ...NOTHING, vendored, dropped }
  await npmInstall(workspace, options.skipInstall === true, emit)
  return { vendored, listed, dropped, installed: options.skipInstall !== true }
}

async function missingPackages(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
  { packages = [] }: VendorNeedsOptions,
): Promise<readonly string[]> {
  const own = new Set(nodes.map((node) => node.packageName))
  const missing = new Set(packages.filter((name) => !isInstalled(workspace.root, name)))
  for (const node of nodes) {
    for (const name of (await needsOf(workspace, node)).packages) {
      const inside = isInstalled(join(workspace.root, node.rootDir), name)
      if (!own.has(name) && !inside && !isInstalled(workspace.root, name)) missing.add(name)
    }
  }
  return [...missing].toSorted()
}

function isInstalled(dir: string, name: string): boolean {
  return existsSync(join(dir, 'node_modules', name, 'package.json'))
}

/**
 * What is missing, and what the missing packages of the tool ask of those that use them, at the range that the tool itself
 * names: with another one npm may install a second copy, and a schema made with one is none to the other.
 */
async function unlistedParties(workspace: Workspace, missing: readonly string[]): Promise<Packages> {
  const tools = await toolClosure(missing.filter(isToolPackage))
  const authoring = await toolClosure(['@tessera/contract.define']).catch(() => [])
  const provided = await providedPackages(workspace.root)
  const known = { ...workspace.policy.dependencies, ...workspace.policy.peerDependencies }
  const peers = tools.flatMap((tool) => Object.keys(requiredPeers(tool)))
  const ranges = rangesOf([...tools, ...authoring])
  const wanted = new Set([...missing, ...peers].filter((name) => !isToolPackage(name)))
  return Object.fromEntries(
    [...wanted].toSorted().flatMap((name) => {
      const range = ranges[name]
      return range === undefined || provided.has(name) || name in known ? [] : [[name, range]]
    }),
  )
}

function rangesOf(tools: readonly ToolPackage[]): Packages {
  const groups = tools.map(({ manifest }) => ({
    ...stringsOf(manifest['dependencies']),
    ...stringsOf(manifest['peerDependencies']),
  }))
  return Object.assign({}, ...groups) as Packages
}

function requiredPeers({ manifest }: ToolPackage): Packages {
  const meta = isRecord(manifest['peerDependenciesMeta']) ? manifest['peerDependenciesMeta'] : {}
  const isOptional = (name: string): boolean => isRecord(meta[name]) && meta[name]['optional'] === true
  const peers = Object.entries(stringsOf(manifest['peerDependencies']))
  return Object.fromEntries(peers.filter(([name]) => !isOptional(name)))
}

/** Whether npm can find any of what is missing: a typing mistake in an import is no reason to run it. */
async function isInstallable(
  workspace: Workspace,
  missing: readonly string[],
  found: ReadonlySet<string>,
): Promise<boolean> {
  const { dependencies, devDependencies, peerDependencies } = await readRootManifest(workspace.root)
  const { policy } = workspace
  const groups = [dependencies, devDependencies, peerDependencies, policy.dependencies, policy.peerDependencies]
  return missing.some((name) => found.has(name) || groups.some((group) => name in group))
}
