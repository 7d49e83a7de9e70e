import { writeAtomic } from '@tessera/workspace.files'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, packageName, type Emit } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace } from '@tessera/workspace.files'
import picomatch from 'picomatch'
import { writeCapsules } from './capsules.ts'
import { compileCapsules } from './compile.ts'
import { forgetLocked } from './lock.ts'
import { componentFiles } from './pack-component.ts'
import { readRootManifest, updateRootManifest, type Packages } from './package-json.ts'
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

/**
 * Writes the tarballs that are new or differ, has the root manifest list exactly the closure, and removes the tarballs
 * that nothing needs any more. Entries and files that are not Tessera's stay.
 */
export async function applyVendor(
  workspace: Workspace,
  plan: VendorPlan,
  { tarballs, steps, listed: parties }: VendorChanges,
): Promise<VendorResult> {
  const vendored = await writeTarballs(workspace.root, plan, tarballs)
  const manifest = await readRootManifest(workspace.root)
  const own = new Set(plan.present.filter((entry) => isOwn(workspace.root, entry)).map(({ name }) => name))
  const kept = Object.entries(manifest.dependencies).filter(([name]) => !own.has(name))
  const listed = vendored.map(({ name, path }) => [name, `file:${path}`] as const)
  const others = unlistedPackages(
    workspace,
    manifest,
    steps.map(({ target }) => target.version),
  )
  const overrides = { ...foreignOverrides(manifest.overrides, own), ...plan.closure.overrides }
  if (JSON.stringify(overrides) !== JSON.stringify(manifest.overrides)) {
    await forgetLocked(
      workspace.root,
      [...plan.present, ...vendored].map(({ path }) => path),
    )
  }
  await updateRootManifest(workspace.root, {
    dependencies: { ...others.dependencies, ...parties, ...Object.fromEntries([...kept, ...listed]) },
    devDependencies: { ...others.devDependencies, ...manifest.devDependencies },
    peerDependencies: { ...others.peerDependencies, ...manifest.peerDependencies },
    overrides,
    workspaces: withFolders(
      manifest.workspaces,
      steps.map(({ rootDir }) => rootDir),
    ),
  })
  const dropped = await dropUnused(workspace.root, new Set([...kept, ...listed].map(([, range]) => range)))
  return { vendored: vendored.map(({ name: _name, ...rest }) => rest), dropped }
}

interface Listed extends VendoredPackage {
  readonly name: string
}

async function writeTarballs(root: string, plan: VendorPlan, tarballs: Tarballs): Promise<readonly Listed[]> {
  const listed: Listed[] = []
  const rewritten: string[] = []
  const add = async (name: string, rest: Omit<VendoredPackage, 'status'>): Promise<void> => {
    const status = await writeTarball(root, rest.path, tarballs.get(rest.path))
    if (status === 'rewritten') rewritten.push(rest.path)
    listed.push({ name, ...rest, status: status === 'kept' ? 'kept' : 'packed' })
  }
  if (tarballs.size > 0) await mkdir(join(root, 'vendor'), { recursive: true })
  for (const tool of plan.tools) {
    await add(tool.name, { packageName: tool.name, version: tool.version, path: toolTarballPath(tool) })
  }
  for (const { name, component } of plan.closure.entries) {
    const { id } = component
    await add(name, { packageName: packageName(id), version: id.version ?? '', path: componentTarballPath(id) })
  }
  await forgetLocked(root, rewritten)
  return listed
}

async function writeTarball(
  root: string,
  path: string,
  tarball: Buffer | undefined,
): Promise<'kept' | 'written' | 'rewritten'> {
  if (tarball === undefined) return 'kept'
  const file = join(root, path)
  const present = existsSync(file) ? await readFile(file) : undefined
  if (present !== undefined && isSame(present, tarball)) return 'kept'
  await writeAtomic(file, tarball, { fsync: false })
  return present === undefined ? 'written' : 'rewritten'
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

async function dropUnused(root: string, ranges: ReadonlySet<string>): Promise<readonly string[]> {
  const files = await readdir(join(root, 'vendor')).catch(() => [])
  const dropped: string[] = []
  for (const file of files.filter((name) => name.endsWith('.tgz')).toSorted()) {
    const path = `vendor/${file}`
    if (ranges.has(`file:${path}`)) continue
    const own = file.startsWith('tessera-') || (await readVendoredComponent(join(root, path))) !== undefined
    if (!own) continue
    await rm(join(root, path))
    dropped.push(path)
  }
  return dropped
}
