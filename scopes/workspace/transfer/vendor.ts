import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { commitFiles, type FileChange } from '@tessera/core.disk'
import { isRecord, packageName, type Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { workspaceCommits, type Workspace } from '@tessera/workspace.files'
import picomatch from 'picomatch'
import { writeCapsules } from './capsules.ts'
import { compileCapsules } from './compile.ts'
import { planForgetLocked } from './lock.ts'
import { componentFiles } from './pack-component.ts'
import { planRootManifest, readRootManifest, type Packages } from './package-json.ts'
import type { WriteStep } from './plan-import.ts'
import { componentTarballPath, type VendorPlan } from './plan-vendor.ts'
import { unlistedPackages } from './root-packages.ts'
import { packTarball, sameTarball } from './tarball.ts'
import { isToolPackage, toolPackageFiles, toolTarballPath } from './tool-packages.ts'
import type { VendoredPackage } from './types.ts'
import { readVendoredComponent } from './vendored.ts'

/** Path below the workspace to the bytes of a tarball. */
export type Tarballs = ReadonlyMap<string, Buffer>

/**
 * Compiles and packs what a plan says, in memory; writes nothing but capsules, which are gone afterwards.
 * @throws TesseraError `UNSAFE_PATH`, `COMPILE_FAILED`
 */
export async function packVendor(workspace: Workspace, scope: Scope, plan: VendorPlan, emit: Emit): Promise<Tarballs> {
  const tarballs = new Map<string, Buffer>()
  for (const tool of plan.tools) {
    tarballs.set(toolTarballPath(tool), await packTarball(await toolPackageFiles(tool)))
  }
  if (plan.toPack.length === 0) return tarballs
  emit({ type: 'progress', task: 'vendoring', done: 0, total: plan.toPack.length })
  const run = await writeCapsules(workspace, scope, plan.toCompile)
  try {
    for (const diagnostic of await compileCapsules(workspace, run)) emit({ type: 'diagnostic', diagnostic })
    const wanted = new Set(plan.toPack)
    for (const capsule of run.capsules) {
      if (!wanted.has(capsule.local)) continue
      const tarball = await packTarball(await componentFiles(scope, run, capsule))
      tarballs.set(componentTarballPath(capsule.local.id), tarball)
    }
  } finally {
    await rm(run.dir, { recursive: true, force: true })
  }
  return tarballs
}

export interface VendorChanges {
  readonly tarballs: Tarballs
  /** What was written as source: npm has to treat its folders as workspaces, and finds there what it imports. */
  readonly steps: readonly WriteStep[]
  /** Third parties that the root is to list as well. */
  readonly listed?: Packages | undefined
}

export interface VendorResult {
  readonly vendored: readonly VendoredPackage[]
  readonly dropped: readonly string[]
}

export interface VendorUpdate {
  readonly changes: readonly FileChange[]
  readonly result: VendorResult
}

/** Makes the changes of `planVendorUpdate`, all or none. */
export async function applyVendor(
  workspace: Workspace,
  plan: VendorPlan,
  changes: VendorChanges,
): Promise<VendorResult> {
  const update = await planVendorUpdate(workspace, plan, changes)
  await commitFiles(workspaceCommits(workspace.root), update.changes)
  return update.result
}

/**
 * The tarballs that are new or differ, a root manifest that lists exactly the closure, and the tarballs that nothing
 * needs any more. Entries and files that are not Tessera's stay.
 */
export async function planVendorUpdate(
  { root, ...workspace }: Workspace,
  plan: VendorPlan,
  { tarballs, steps, listed: parties }: VendorChanges,
): Promise<VendorUpdate> {
  const entries = await listTarballs(root, plan, tarballs)
  const manifest = await readRootManifest(root)
  const own = new Set(plan.present.filter((entry) => isOwn(root, entry)).map(({ name }) => name))
  const kept = Object.entries(manifest.dependencies).filter(([name]) => !own.has(name))
  const listed = entries.map(({ name, vendored }) => [name, `file:${vendored.path}`] as const)
  const others = unlistedPackages(
    { root, ...workspace },
    manifest,
    steps.map(({ target }) => target.version),
  )
  const overrides = { ...foreignOverrides(manifest.overrides, own), ...plan.closure.overrides }
  const rewritten = entries.filter(({ data, isNew }) => data !== undefined && !isNew)
  const isRuled = JSON.stringify(overrides) !== JSON.stringify(manifest.overrides)
  const noted = [...(isRuled ? [...plan.present, ...entries.map(({ vendored }) => vendored)] : [])]
  const dropped = await findUnused(root, new Set([...kept, ...listed].map(([, range]) => range)))
  const changes = [
    ...entries.flatMap(({ data, vendored }) => (data === undefined ? [] : { path: join(root, vendored.path), data })),
    ...(await planForgetLocked(
      root,
      [...noted, ...rewritten.map(({ vendored }) => vendored)].map(({ path }) => path),
    )),
    ...(await planRootManifest(root, {
      dependencies: { ...others.dependencies, ...parties, ...Object.fromEntries([...kept, ...listed]) },
      devDependencies: { ...others.devDependencies, ...manifest.devDependencies },
      peerDependencies: { ...others.peerDependencies, ...manifest.peerDependencies },
      overrides,
      workspaces: withFolders(
        manifest.workspaces,
        steps.map(({ rootDir }) => rootDir),
      ),
    })),
    ...dropped.map((path) => ({ path: join(root, path) })),
  ]
  return { changes, result: { vendored: entries.map(({ vendored }) => vendored), dropped } }
}

interface ListedTarball {
  /** Key in the root manifest. */
  readonly name: string
  readonly vendored: VendoredPackage
  /** What is to be written; absent where it is there. */
  readonly data?: Buffer
  /** Nothing is in its place yet. */
  readonly isNew: boolean
}

async function listTarballs(root: string, plan: VendorPlan, tarballs: Tarballs): Promise<readonly ListedTarball[]> {
  const listed: ListedTarball[] = []
  const add = async (name: string, rest: Omit<VendoredPackage, 'status'>): Promise<void> => {
    const tarball = tarballs.get(rest.path)
    const file = join(root, rest.path)
    const present = tarball !== undefined && existsSync(file) ? await readFile(file) : undefined
    const isKept = tarball === undefined || (present !== undefined && isSame(present, tarball))
    const vendored = { ...rest, status: isKept ? ('kept' as const) : ('packed' as const) }
    listed.push({ name, vendored, isNew: present === undefined, ...(isKept ? {} : { data: tarball }) })
  }
  for (const tool of plan.tools) {
    await add(tool.name, { packageName: tool.name, version: tool.version, path: toolTarballPath(tool) })
  }
  for (const { name, component } of plan.closure.entries) {
    const { id } = component
    await add(name, { packageName: packageName(id), version: id.version ?? '', path: componentTarballPath(id) })
  }
  return listed
}

/** A damaged tarball is another one. */
function isSame(a: Buffer, b: Buffer): boolean {
  try {
    return sameTarball(a, b)
  } catch {
    return false
  }
}

function isOwn(root: string, entry: VendorPlan['present'][number]): boolean {
  return entry.component !== undefined || isToolPackage(entry.name) || !existsSync(join(root, entry.path))
}

/** Ours are the rules for packages that we listed, leading to packages that we listed. */
function foreignOverrides(
  overrides: Readonly<Record<string, unknown>>,
  own: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(overrides).filter(([, rules]) => !isOurRule(rules, own)))
}

function isOurRule(rules: unknown, own: ReadonlySet<string>): boolean {
  if (!isRecord(rules)) return false
  const targets = Object.values(rules)
  return targets.length > 0 && targets.every((to) => typeof to === 'string' && to[0] === '$' && own.has(to.slice(1)))
}

function withFolders(globs: readonly string[] | undefined, folders: readonly string[]): readonly string[] | undefined {
  if (globs === undefined) return undefined
  const missing = folders.filter(
    (folder) => !globs.some((glob) => picomatch.isMatch(folder, glob.replace(/^\.\//, ''))),
  )
  return [...globs, ...missing]
}

/** Tarballs of ours that no manifest would name. */
async function findUnused(root: string, ranges: ReadonlySet<string>): Promise<readonly string[]> {
  const files = await readdir(join(root, 'vendor')).catch(() => [])
  const unused: string[] = []
  for (const file of files.filter((name) => name.endsWith('.tgz')).toSorted()) {
    const path = `vendor/${file}`
    if (ranges.has(`file:${path}`)) continue
    const own = file.startsWith('tessera-') || (await readVendoredComponent(join(root, path))) !== undefined
    if (own) unused.push(path)
  }
  return unused
}
