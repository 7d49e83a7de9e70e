import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { componentKey, formatId, packageName, type ComponentId, type Diagnostic } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { Workspace } from '@tessera/workspace.files'
import { writeCapsules, type Capsule } from './capsules.ts'
import { compileCapsules } from './compile.ts'
import type { LocalVersion } from './fetch.ts'
import { makeLink } from './link.ts'
import { componentFiles } from './pack-component.ts'

/** Folder of a workspace, relative to it, to the versions of components that its code imports. */
export type Wanted = ReadonlyMap<string, readonly ComponentId[]>

/**
 * Compiles versions and lays them out in `node_modules` without npm, so that each folder that wants some finds exactly
 * those, and each of them what it was built with. Answers what the compiler said of them, as warnings.
 * @param versions closed under what they import
 * @throws TesseraError `UNSAFE_PATH`, `COMPILE_FAILED`, `TOOL_PACKAGE_MISSING`
 */
export async function placePackages(
  workspace: Workspace,
  scope: Scope,
  { versions, wanted }: { readonly versions: readonly LocalVersion[]; readonly wanted: Wanted },
): Promise<readonly Diagnostic[]> {
  if (versions.length === 0) return []
  const run = await writeCapsules(workspace, scope, versions)
  try {
    const diagnostics = await compileCapsules(workspace, run)
    const store = join(workspace.root, 'node_modules', '.components')
    for (const capsule of run.capsules) {
      await writePackage(join(store, capsule.folder), await componentFiles(scope, run, capsule))
    }
    await linkPackages(workspace.root, store, { capsules: run.capsules, wanted })
    return diagnostics
  } finally {
    await rm(run.dir, { recursive: true, force: true })
  }
}

async function writePackage(dir: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, body] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), body)
  }
}

interface Placement {
  readonly capsules: readonly Capsule[]
  readonly wanted: Wanted
}

/** What is wanted first lies at the root; another version of it beside who wants that. */
async function linkPackages(root: string, store: string, { capsules, wanted }: Placement): Promise<void> {
  const folders = new Map(capsules.map(({ local, folder }) => [formatId(local.id), join(store, folder)]))
  const atRoot = new Map<string, string>()
  const provide = async (from: string, id: ComponentId): Promise<void> => {
    const target = folders.get(formatId(id))
    if (target === undefined || atRoot.get(componentKey(id)) === target) return
    const path = join(root, 'node_modules', packageName(id))
    if (!atRoot.has(componentKey(id)) && !existsSync(path)) {
      atRoot.set(componentKey(id), target)
      return link(target, path)
    }
    return link(target, join(from, 'node_modules', packageName(id)))
  }
  for (const [folder, ids] of wanted) for (const id of ids) await provide(join(root, folder), id)
  for (const { local, folder } of capsules) {
    for (const { id } of local.version.dependencies) await provide(join(store, folder), id)
  }
}

async function link(target: string, path: string): Promise<void> {
  if (existsSync(path)) return
  await mkdir(dirname(path), { recursive: true })
  await makeLink(target, path)
}
