import { readdir, readFile, stat } from 'node:fs/promises'
import { join, posix, relative, resolve, sep } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { componentKey, isComponentName, isScopeName, TesseraError, type ComponentId } from '@tessera/core.model'
import { componentDirectory, scanImports, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'

/** A file by its path below the folder of its component. */
export interface CopiedFile {
  readonly path: string
  readonly data: Buffer
  readonly executable: boolean
}

/** Every file of a folder but what is installed or built. */
export async function readFolder(root: string, rootDir: string): Promise<readonly CopiedFile[]> {
  const found: CopiedFile[] = []
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(root, rootDir, below), { withFileTypes: true })) {
      const path = posix.join(below, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && path !== 'dist') await visit(path)
      } else if (entry.isFile()) {
        found.push(await readOne(join(root, rootDir, path), path))
      }
    }
  }
  await visit('')
  return found
}

export async function readOne(file: string, path: string): Promise<CopiedFile> {
  const [data, { mode }] = await Promise.all([readFile(file), stat(file)])
  return { path, data, executable: (mode & 0o100) !== 0 }
}

/** The files in their new folder. */
export function planFiles(root: string, rootDir: string, files: readonly CopiedFile[]): readonly FileChange[] {
  return files.map(({ path, data, executable }) => ({ path: join(root, rootDir, path), data, executable }))
}

/** A package that is imported by another name now, and the contract of parts. */
export interface NewName {
  readonly from: { readonly key: string; readonly packageName: string }
  readonly to: { readonly key: string; readonly packageName: string }
}

/** The files of nodes that import the old name, importing the new one. */
export async function planRefactor(
  { root }: Workspace,
  nodes: readonly WorkspaceNode[],
  name: NewName,
): Promise<readonly FileChange[]> {
  const changes: FileChange[] = []
  for (const node of nodes) {
    for (const { path } of node.files) {
      const full = join(root, node.rootDir, path)
      const text = (await readFile(full)).toString()
      const next = withNewName(text, path, name)
      if (next !== text) changes.push({ path: full, data: next })
    }
  }
  return changes
}

/** A text that names the new package where it named the old one; of other files than sources only `derived.json` does. */
export function withNewName(text: string, path: string, { from, to }: NewName): string {
  if (path === 'derived.json') return text.replace(`"contract": "${from.key}"`, `"contract": "${to.key}"`)
  if (!text.includes(from.packageName)) return text
  const lines = text.split('\n')
  for (const { specifier, line, column } of scanImports(text, path).toReversed()) {
    if (specifier !== from.packageName && !specifier.startsWith(`${from.packageName}/`)) continue
    const before = lines[line - 1] as string
    const [head, tail] = [before.slice(0, column - 1), before.slice(column - 1)]
    lines[line - 1] = head + tail.replace(from.packageName, to.packageName)
  }
  return lines.join('\n')
}

/**
 * A name typed for a component, with its scope or without.
 * @throws TesseraError `INVALID_ID`
 */
export function readNewId(text: string, scope: string): ComponentId {
  const slash = text.indexOf('/')
  // A name has no dot, so a dot before the first slash is that of a scope.
  const hasScope = slash > 0 && text.slice(0, slash).includes('.')
  const id = hasScope ? { scope: text.slice(0, slash), name: text.slice(slash + 1) } : { scope, name: text }
  if (isScopeName(id.scope) && isComponentName(id.name)) return id
  throw new TesseraError('INVALID_ID', `"${componentKey(id)}" is no component id`, {
    hint: 'names and scopes are lower case, a scope has at most one dot: acme.orders/orders-api/client',
  })
}

/** The folder that a person named, relative to the workspace; by default that of the workspace's template. */
export function folderFor(workspace: Workspace, id: ComponentId, path: string | undefined): string {
  if (path === undefined) return componentDirectory(workspace, id)
  return relative(workspace.root, resolve(workspace.root, path)).split(sep).join('/')
}
