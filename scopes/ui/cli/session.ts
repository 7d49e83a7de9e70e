import { didYouMean, TesseraError, type Diagnostic } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import {
  loadNodes,
  openWorkspace,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import type { Context } from './command.ts'

/** A workspace with what is in it. */
export interface WorkspaceView {
  readonly workspace: Workspace
  readonly nodes: readonly WorkspaceNode[]
  readonly components: readonly ComponentNode[]
}

/** A workspace with its local scope. */
export interface Session extends WorkspaceView {
  readonly scope: Scope
}

/** Opens the workspace around the current folder. @throws TesseraError `NO_WORKSPACE`, `INVALID_BITMAP`… */
export async function openView(context: Context): Promise<WorkspaceView> {
  const workspace = await openWorkspace(context.cwd)
  const nodes = await loadNodes(workspace)
  return { workspace, nodes, components: nodes.filter((node) => node.kind === 'component') }
}

/** The same with its local scope, which is made where it is missing. */
export async function openSession(context: Context): Promise<Session> {
  const view = await openView(context)
  // Loaded here: what only builds or looks at the workspace needs no scope.
  const { openLocalScope } = await import('@tessera/scope.store')
  return { ...view, scope: await openLocalScope(view.workspace.root, `${view.workspace.name}-local`) }
}

/** The keys of nodes that words name: a key, a component's name, a package name; globs are left to `matchComponents`. */
export function findNode(nodes: readonly WorkspaceNode[], word: string): WorkspaceNode {
  const name = word.replace(/^\.\//, '').replace(/(.)\/$/, '$1')
  const named = nodes.filter((node) => namesOf(node).includes(name))
  if (named.length === 1) return named[0] as WorkspaceNode
  if (named.length > 1) {
    throw new TesseraError('AMBIGUOUS_ID', `"${word}" may be ${named.map((node) => node.key).join(' or ')}`, {
      hint: 'name it with its scope',
    })
  }
  const near = didYouMean(name.replace(/(.)@.*$/, '$1'), nodes.flatMap(namesOf))
  throw new TesseraError(
    'COMPONENT_NOT_FOUND',
    `the workspace has no "${word}"${near ? `, did you mean "${near}"?` : ''}`,
    {
      hint: 'tessera list shows what it has',
    },
  )
}

/** `orders-api` as what names its contract, where nothing else has that name; any other word as it stands. */
export function contractWord(nodes: readonly WorkspaceNode[], word: string): string {
  const isNamed = (name: string): boolean => nodes.some((node) => namesOf(node).includes(name))
  return !isNamed(word) && isNamed(`${word}/contract`) ? `${word}/contract` : word
}

/** What a person may call a node. */
export function namesOf(node: WorkspaceNode): readonly string[] {
  const names = [node.key, node.packageName, node.rootDir]
  return node.kind === 'component' ? [...names, node.id.name] : [...names, node.rootDir.split('/').at(-1) as string]
}

/** Nodes whose imports stay inside a workspace, as a map by key. */
export function byKey(nodes: readonly WorkspaceNode[]): ReadonlyMap<string, WorkspaceNode> {
  return new Map(nodes.map((node) => [node.key, node]))
}

export function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
}
