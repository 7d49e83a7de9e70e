import { readdirSync, statSync } from 'node:fs'
import { posix, relative, resolve, sep } from 'node:path'
import { componentKey, isComponentName, isScopeName, packageName, TesseraError } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import { entryId, writeBitmap } from './bitmap.ts'
import { listFolder } from './folder.ts'
import { workspaceIgnore } from './ignore-rules.ts'
import { findMainFile } from './main-file.ts'
import { ancestors, rootDirFault } from './root-dir.ts'
import type { BitmapEntry, Workspace } from './types.ts'

export interface AddOptions {
  /** `name` or `owner.scope/name`; by default the path of the folder below the directory of components. */
  readonly id?: string | undefined
  /** Where the component will live; by default that of `id`, else the workspace's default scope. */
  readonly scope?: string | undefined
  /** Relative to the component's folder; by default found as Bit does. */
  readonly main?: string | undefined
}

/**
 * The `.bitmap` entry that would track a folder as a component. Nothing is written.
 * @param dir absolute, or relative to the workspace
 * @throws TesseraError `OUTSIDE_WORKSPACE`, `NO_SUCH_FOLDER`, `ALREADY_TRACKED`, `FOLDER_TAKEN`, `NESTED_COMPONENT`,
 * `INVALID_ID`, `ID_TAKEN`, `EMPTY_COMPONENT`, `NO_MAIN_FILE`
 */
export async function planAdd(workspace: Workspace, dir: string, options: AddOptions = {}): Promise<BitmapEntry> {
  const rootDir = folderOf(workspace, dir)
  const id = idOf(workspace, rootDir, options)
  refuseTracked(workspace, rootDir, id)
  refuseNested(workspace, rootDir)
  const mainFile = mainOf(workspace, rootDir, options.main)
  return { name: id.name, scope: '', version: '', defaultScope: id.scope, mainFile, rootDir }
}

/** Tracks a folder as a component: `planAdd`, then `.bitmap` is written. */
export async function addComponent(
  workspace: Workspace,
  dir: string,
  options: AddOptions = {},
): Promise<{ readonly workspace: Workspace; readonly entry: BitmapEntry }> {
  const entry = await planAdd(workspace, dir, options)
  return { workspace: await writeBitmap(workspace, [...workspace.bitmap.entries, entry]), entry }
}

/**
 * Refuses a place that a component which is yet to be written could not take.
 * @param rootDir relative to the workspace, forward slashes
 * @throws TesseraError `OUTSIDE_WORKSPACE`, `FOLDER_TAKEN`, `ID_TAKEN`, `NESTED_COMPONENT`, `FOLDER_NOT_EMPTY`
 */
export function assertPlace(workspace: Workspace, rootDir: string, id: ComponentId): void {
  refuseOutside(workspace, rootDir, rootDir)
  refuseTracked(workspace, rootDir, id)
  refuseNested(workspace, rootDir)
  const full = resolve(workspace.root, rootDir)
  const found = statSync(full, { throwIfNoEntry: false })
  if (found === undefined || (found.isDirectory() && readdirSync(full).length === 0)) return
  throw new TesseraError('FOLDER_NOT_EMPTY', `${rootDir} is there already`, {
    hint: 'name another folder',
    location: { file: rootDir },
  })
}

function refuseOutside(workspace: Workspace, rootDir: string, dir: string): void {
  const fault = rootDirFault(rootDir)
  if (fault === undefined) return
  throw new TesseraError('OUTSIDE_WORKSPACE', `${dir} cannot be a component: it ${fault}`, {
    hint: `name a folder below ${workspace.root}`,
  })
}

function folderOf(workspace: Workspace, dir: string): string {
  const full = resolve(workspace.root, dir)
  const rootDir = relative(workspace.root, full).split(sep).join('/')
  refuseOutside(workspace, rootDir, dir)
  if (!statSync(full, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TesseraError('NO_SUCH_FOLDER', `${rootDir} is no folder`, {
      hint: 'a component is a folder: name one that exists',
      location: { file: rootDir },
    })
  }
  return rootDir
}

function idOf(workspace: Workspace, rootDir: string, options: AddOptions): ComponentId {
  const text = options.id ?? nameFromFolder(workspace, rootDir)
  const slash = text.indexOf('/')
  // A name has no dot, so a dot before the first slash is that of a scope.
  const hasScope = slash > 0 && text.slice(0, slash).includes('.')
  const name = hasScope ? text.slice(slash + 1) : text
  const scope = options.scope ?? (hasScope ? text.slice(0, slash) : workspace.defaultScope)
  const bad = [
    isComponentName(name) ? undefined : `"${name}" is no component name`,
    isScopeName(scope) ? undefined : `"${scope}" is no scope`,
  ]
  const what = bad.find((message) => message !== undefined)
  if (what === undefined) return { scope, name }
  throw new TesseraError('INVALID_ID', what, {
    hint:
      options.id === undefined && !isComponentName(name)
        ? `give it a name: tessera add ${rootDir} --id ${suggestName(name)}`
        : 'names and scopes are lower case, a scope has at most one dot: acme.orders/orders-api/client',
  })
}

/** What the workspace's template has in place of `{name}`; the folder's own name where it lies elsewhere. */
function nameFromFolder(workspace: Workspace, rootDir: string): string {
  const pattern = workspace.defaultDirectory
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{(\w+)\}/g, (_whole, key: string) => (key === 'name' ? '(?<name>.+)' : '[^/]+'))
  return new RegExp(`^${pattern}$`).exec(rootDir)?.groups?.['name'] ?? posix.basename(rootDir)
}

function suggestName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^-_a-z0-9/]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'my-component'
  )
}

function refuseTracked(workspace: Workspace, rootDir: string, id: ComponentId): void {
  for (const entry of workspace.bitmap.entries) {
    const other = entryId(workspace, entry)
    if (entry.rootDir === rootDir) {
      const same = componentKey(other) === componentKey(id)
      throw new TesseraError(
        same ? 'ALREADY_TRACKED' : 'FOLDER_TAKEN',
        `${rootDir} is already ${componentKey(other)}`,
        {
          hint: same ? 'nothing to do: tessera status' : 'give each component a folder of its own',
          location: { file: rootDir },
        },
      )
    }
    if (packageName(other) !== packageName(id)) continue
    throw new TesseraError('ID_TAKEN', `${componentKey(other)} is already tracked, in ${entry.rootDir}`, {
      hint: `choose another name: tessera add ${rootDir} --id <name>`,
      location: { file: entry.rootDir },
    })
  }
}

function refuseNested(workspace: Workspace, rootDir: string): void {
  const all = new Map(workspace.bitmap.entries.map((entry) => [entry.rootDir, entry]))
  const outer = ancestors(rootDir).find((dir) => all.has(dir))
  const inner = workspace.bitmap.entries.find((entry) => entry.rootDir.startsWith(`${rootDir}/`))?.rootDir
  const other = outer ?? inner
  if (other === undefined) return
  const id = componentKey(entryId(workspace, all.get(other) as BitmapEntry))
  const how = outer === undefined ? `holds the component ${id} (${other})` : `lies in the component ${id} (${other})`
  throw new TesseraError('NESTED_COMPONENT', `${rootDir} ${how}`, {
    hint: 'put the folders side by side: a component cannot hold another',
    location: { file: rootDir },
  })
}

function mainOf(workspace: Workspace, rootDir: string, main: string | undefined): string {
  const query = { root: workspace.root, rootDir, ignored: workspaceIgnore(workspace.root), others: new Set<string>() }
  const paths = listFolder({ ...query, kind: 'component' })?.paths ?? []
  if (paths.length === 0) {
    throw new TesseraError('EMPTY_COMPONENT', `${rootDir} has no files of a component`, {
      hint: 'add a file, or take away the rules of .gitignore and .bitignore that leave out all',
      location: { file: rootDir },
    })
  }
  const wanted = main === undefined ? undefined : posix.normalize(main.replaceAll('\\', '/'))
  const found = wanted === undefined ? findMainFile(rootDir, paths) : paths.find((path) => path === wanted)
  if (found !== undefined) return found
  const message = main === undefined ? `${rootDir} has no main file` : `${rootDir} has no file "${main}"`
  throw new TesseraError('NO_MAIN_FILE', message, {
    hint: `add index.ts, or name one: tessera add ${rootDir} --main ${paths[0]}`,
    location: { file: rootDir },
  })
}
