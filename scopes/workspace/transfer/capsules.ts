import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { componentKey, formatId, isRecord, packageName, packageVersion } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { assertSafePaths, planManifest, type Workspace } from '@tessera/workspace.files'
import type { LocalVersion } from './fetch.ts'
import { makeLink } from './link.ts'
import { flatName } from './package-json.ts'
import { findToolDependency, isToolPackage, loadToolPackage } from './tool-packages.ts'
import { versionNode } from './version-node.ts'

/** Export condition under which capsules find each other's sources while they are compiled together. */
export const CAPSULE_CONDITION = 'tessera-capsule'

/** One version of a component, written out to be compiled. */
export interface Capsule {
  readonly local: LocalVersion
  /** Name of its folder below `packages/` and `dist/`. */
  readonly folder: string
  /** The manifest it would have in a workspace. */
  readonly manifest: Readonly<Record<string, unknown>>
}

/** `packages/<folder>` holds sources, `dist/<folder>` what is emitted, `node_modules` links to what they import. */
export interface CapsuleRun {
  /** Absolute. */
  readonly dir: string
  readonly capsules: readonly Capsule[]
}

/**
 * Writes versions into a new folder below `.tessera/capsules`, where they resolve each other, the tool's packages and
 * third parties as they will once they are installed.
 * @throws TesseraError `UNSAFE_PATH`, `TOOL_PACKAGE_MISSING`
 */
export async function writeCapsules(
  workspace: Workspace,
  scope: Scope,
  versions: readonly LocalVersion[],
): Promise<CapsuleRun> {
  for (const { id, version } of versions) {
    assertSafePaths(
      id,
      version.files.map((file) => file.relativePath),
    )
  }
  const base = join(workspace.root, '.tessera', 'capsules')
  await mkdir(base, { recursive: true })
  const dir = await mkdtemp(join(await realpath(base), 'run-'))
  const capsules: Capsule[] = []
  for (const local of versions) capsules.push(await writeCapsule(workspace, scope, { local, dir }))
  await linkComponents(dir, capsules)
  await linkPackages(workspace, dir, capsules)
  return { dir, capsules }
}

/** Not part of what others import: tests, and whatever the version marked as such. */
export function isTestFile(file: { readonly relativePath: string; readonly test: boolean }): boolean {
  return file.test || /\.(test|spec|test-d)\.[cm]?[jt]sx?$/.test(file.relativePath)
}

async function writeCapsule(
  workspace: Workspace,
  scope: Scope,
  { local, dir }: { readonly local: LocalVersion; readonly dir: string },
): Promise<Capsule> {
  const folder = `${flatName(packageName(local.id))}-${packageVersion(local.id.version)}`
  const root = join(dir, 'packages', folder)
  for (const file of local.version.files) {
    if (isTestFile(file)) continue
    await mkdir(dirname(join(root, file.relativePath)), { recursive: true })
    await writeFile(join(root, file.relativePath), await scope.readSource(file.file))
  }
  const manifest = componentManifest(workspace, local)
  await mkdir(root, { recursive: true })
  await writeFile(join(root, 'package.json'), JSON.stringify(forCompiler(manifest)))
  return { local, folder, manifest }
}

/** As for a component in the workspace, but in a folder that holds no manifest whose keys would be kept. */
function componentManifest(workspace: Workspace, local: LocalVersion): Record<string, unknown> {
  const node = versionNode(local, `.tessera/capsules/none/${packageName(local.id)}`)
  return JSON.parse(planManifest(workspace, node).content) as Record<string, unknown>
}

function forCompiler(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rename = (value: unknown): unknown =>
    isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [key === 'source' ? CAPSULE_CONDITION : key, rename(inner)]),
        )
      : value
  return { ...manifest, exports: rename(manifest['exports']) }
}

/** One version of each in common, so that inferred types can name what they reach; others beside who wants them. */
async function linkComponents(dir: string, capsules: readonly Capsule[]): Promise<void> {
  const byId = new Map(capsules.map((capsule) => [formatId(capsule.local.id), capsule]))
  const common = new Map<string, Capsule>()
  for (const capsule of capsules) {
    const key = componentKey(capsule.local.id)
    if (common.has(key)) continue
    common.set(key, capsule)
    await link(dir, packageName(capsule.local.id), join(dir, 'packages', capsule.folder))
  }
  for (const { local, folder } of capsules) {
    for (const { id } of local.version.dependencies) {
      const wanted = byId.get(formatId(id))
      if (wanted === undefined || common.get(componentKey(id)) === wanted) continue
      await link(join(dir, 'packages', folder), packageName(id), join(dir, 'packages', wanted.folder))
    }
  }
}

async function linkPackages(workspace: Workspace, dir: string, capsules: readonly Capsule[]): Promise<void> {
  const names = new Set(['@types/node'])
  for (const { local } of capsules) {
    const { packageDependencies, peerPackageDependencies } = local.version
    for (const name of Object.keys({ ...packageDependencies, ...peerPackageDependencies })) names.add(name)
  }
  const tools = await Promise.all([...names].filter(isToolPackage).map(loadToolPackage))
  for (const tool of tools) await link(dir, tool.name, tool.dir)
  const bases = tools.map((tool) => tool.dir)
  for (const name of names) {
    if (isToolPackage(name) || isInstalled(workspace, name)) continue
    const found = findToolDependency(name, bases)
    if (found !== undefined) await link(dir, name, await realpath(found))
  }
}

function isInstalled(workspace: Workspace, name: string): boolean {
  const paths = createRequire(join(workspace.root, 'package.json')).resolve.paths(name) ?? []
  return paths.some((path) => existsSync(join(path, name, 'package.json')))
}

async function link(dir: string, name: string, target: string): Promise<void> {
  const path = join(dir, 'node_modules', name)
  await mkdir(dirname(path), { recursive: true })
  await makeLink(target, path)
}
