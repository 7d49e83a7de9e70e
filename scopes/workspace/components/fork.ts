import { commitFiles, type FileChange } from '@tessera/core.disk'
import {
  componentKey,
  formatId,
  packageName,
  parseComponentId,
  TesseraError,
  type ComponentId,
} from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import {
  assertPlace,
  assertSafePaths,
  loadNodes,
  planBitmap,
  workspaceCommits,
  type BitmapEntry,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { fetchVersions, remoteOpener } from '@tessera/workspace.transfer'
import { isExactPattern, matchComponents, withConfig } from '@tessera/workspace.versions'
import { join } from 'node:path'
import { folderFor, planFiles, planRefactor, readNewId, readOne, withNewName, type CopiedFile } from './copy.ts'

const FORKING = 'teambit.component/forking'

export interface ForkOptions {
  /** Component of the workspace, or `scope/name[@version]` of a remote. */
  readonly source: string
  /** `name` or `scope/name`; by default the name it has. */
  readonly target?: string | undefined
  /** Of the new component; by default the workspace's. */
  readonly scope?: string | undefined
  /** Folder, relative to the workspace; by default that of the workspace's template. */
  readonly path?: string | undefined
  /** Whoever imports the original here imports the new component. */
  readonly refactor?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

export interface ForkResult {
  readonly workspace: Workspace
  /** With its version where it has one. */
  readonly from: string
  /** `scope/name` */
  readonly id: string
  readonly rootDir: string
  /** Files that import the new component now; relative to the workspace. */
  readonly refactored: readonly string[]
}

/**
 * Makes a new component of the files of another; its versions will say where it comes from.
 * @throws TesseraError `INVALID_ID`, `COMPONENT_NOT_FOUND`, `UNKNOWN_REMOTE`, `VERSION_NOT_FOUND`, `UNSAFE_PATH`, and those of
 * `assertPlace`
 */
export async function forkComponent(workspace: Workspace, scope: Scope, options: ForkOptions): Promise<ForkResult> {
  const nodes = await loadNodes(workspace)
  const original = await readOriginal(workspace, scope, { nodes, source: options.source })
  const id = readNewId(options.target ?? original.id.name, options.scope ?? workspace.defaultScope)
  const rootDir = folderFor(workspace, id, options.path)
  const copy = await planCopy(workspace, { original, id, rootDir, nodes, refactor: options.refactor === true })
  const entry = withConfig(copy.entry, FORKING, { forkedFrom: original.id })
  const bitmap = planBitmap(workspace, [...workspace.bitmap.entries, entry])
  const result = {
    ...{ workspace: bitmap.workspace, from: formatId(original.id), id: componentKey(id) },
    ...{ rootDir, refactored: copy.refactored },
  }
  if (options.dryRun === true) return { ...result, workspace }
  await commitFiles(workspaceCommits(workspace.root), [...copy.changes, bitmap.change])
  return result
}

/** Files to copy, and whose they are. */
export interface Original {
  readonly id: ComponentId
  readonly mainFile: string
  readonly files: readonly CopiedFile[]
}

/** A component of the workspace as it lies there. */
export async function originalOf({ root }: Workspace, node: ComponentNode): Promise<Original> {
  const files = await Promise.all(node.files.map(({ path }) => readOne(join(root, node.rootDir, path), path)))
  return { id: node.id, mainFile: node.mainFile, files }
}

export interface Copying {
  readonly original: Original
  readonly id: ComponentId
  readonly rootDir: string
  readonly nodes: readonly WorkspaceNode[]
  readonly refactor: boolean
}

/** The copy as a new component, and who imports it from now on. @throws those of `assertPlace` */
export async function planCopy(
  workspace: Workspace,
  { original, id, rootDir, nodes, refactor }: Copying,
): Promise<{
  readonly entry: BitmapEntry
  readonly changes: readonly FileChange[]
  readonly refactored: readonly string[]
}> {
  assertPlace(workspace, rootDir, id)
  const [from, to] = [original.id, id].map((each) => ({ key: componentKey(each), packageName: packageName(each) }))
  const name = { from: from as NonNullable<typeof from>, to: to as NonNullable<typeof to> }
  const others = nodes.filter((node) => node.key !== name.from.key)
  const uses = refactor ? await planRefactor(workspace, others, name) : []
  // It may import itself by its package.
  const files = original.files.map((file) => {
    if (!/\.[cm]?[jt]sx?$/.test(file.path)) return file
    return { ...file, data: Buffer.from(withNewName(file.data.toString(), file.path, name)) }
  })
  return {
    entry: { name: id.name, scope: '', version: '', defaultScope: id.scope, mainFile: original.mainFile, rootDir },
    changes: [...planFiles(workspace.root, rootDir, files), ...uses],
    refactored: uses.map(({ path }) => path.slice(workspace.root.length + 1).replaceAll('\\', '/')),
  }
}

interface Source {
  readonly nodes: readonly WorkspaceNode[]
  readonly source: string
}

async function readOriginal(workspace: Workspace, scope: Scope, { nodes, source }: Source): Promise<Original> {
  const node = findHere(nodes, source)
  if (node !== undefined) return originalOf(workspace, node)
  const fetcher = { scope, open: remoteOpener(workspace, scope) }
  const [local] = await fetchVersions(fetcher, [{ id: parseComponentId(source), why: `fork ${source}` }])
  if (local === undefined) throw new TesseraError('COMPONENT_NOT_FOUND', `there is no component "${source}"`)
  const { files, mainFile } = local.version
  assertSafePaths(
    local.id,
    files.map(({ relativePath }) => relativePath),
  )
  const copied = await Promise.all(
    files.map(async ({ relativePath, file }) => {
      const data = await scope.readSource(file)
      return { path: relativePath, data, executable: data[0] === 0x23 && data[1] === 0x21 }
    }),
  )
  return { id: local.id, mainFile, files: copied }
}

/** Undefined where the workspace has no such component, but a remote may have it. */
function findHere(nodes: readonly WorkspaceNode[], source: string): ComponentNode | undefined {
  if (!isExactPattern(source)) {
    throw new TesseraError('INVALID_PATTERN', `"${source}" is no name of one component`, {
      hint: 'fork one component at a time',
    })
  }
  try {
    return matchComponents([source], nodes)[0]
  } catch (error) {
    const isId = /^[^@/]+\.[^@/]+\//.test(source)
    if (error instanceof TesseraError && error.code === 'COMPONENT_NOT_FOUND' && isId) return undefined
    throw error
  }
}
