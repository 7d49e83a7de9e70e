import { join, relative, sep } from 'node:path'
import type { ContractDocument } from '@tessera/contract.define/document'
import { generateComponents } from '@tessera/contract.generate'
import type { Diagnostic } from '@tessera/core.model'
import { importGraph, type ComponentNode, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { changedMembers, type LocatedChange, type MemberChange } from './changed-members.ts'
import { configOf, openProject } from './project.ts'
import { newTypeErrors, type TypeError } from './type-errors.ts'
import { type Place, usesOf } from './uses.ts'

export interface ImpactRequest {
  readonly workspace: Workspace
  readonly nodes: readonly WorkspaceNode[]
  /** Whose change is looked at. */
  readonly contract: ComponentNode
  /** What it was. */
  readonly old: ContractDocument
  /** What it is to be. */
  readonly now: ContractDocument
  /** What would be generated and is not written yet, of all contracts. */
  readonly generated: readonly { readonly key: string; readonly files: Readonly<Record<string, string | undefined>> }[]
}

/** Who uses what a contract changes, and whether they go on type-checking. */
export interface Impact {
  readonly contract: string
  /** In the generated types. */
  readonly changes: readonly MemberChange[]
  /** Components and consumers that use what changed, or no longer type-check. */
  readonly affected: readonly AffectedNode[]
  /** Keys of the others that depend on the contract. */
  readonly unaffected: readonly string[]
}

export interface AffectedNode {
  readonly key: string
  /** In the order of files and lines. */
  readonly uses: readonly Use[]
  /** What the change makes fail; what failed before is not among them. */
  readonly errors: readonly Diagnostic[]
}

export interface Use {
  /** Relative to the workspace. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The line, without its indentation. */
  readonly text: string
  /** Which of the changes it uses: `OrderR.total`. */
  readonly members: readonly string[]
}

/**
 * Looks at the sources as they are, once with the types that the old contract gives and once with those of the new one:
 * nothing has to be built, and nothing is written.
 * @throws TesseraError `UNSUPPORTED_KEYWORD` where a contract holds what no types can be made of
 */
export async function findImpact(request: ImpactRequest): Promise<Impact> {
  const [old, now] = [await typesOf(request.old), await typesOf(request.now)]
  const located = changedMembers(old[MAIN] ?? '', now[MAIN] ?? '')
  const types = request.nodes.find((node) => isPart(node, request.contract.key, 'types'))
  const dependents = dependentsOf(request)
  const same = types === undefined || old[MAIN] === now[MAIN]
  const affected = same ? [] : look(request, { types, old, now, changes: located, dependents })
  const keys = new Set(affected.map(({ key }) => key))
  return {
    contract: request.contract.key,
    changes: located.map(withoutPlace),
    affected,
    unaffected: dependents.map(({ key }) => key).filter((key) => !keys.has(key)),
  }
}

function withoutPlace({ name, kind, before, after }: LocatedChange): MemberChange {
  return { name, kind, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

/** The only file of a types component. */
const MAIN = 'index.ts'
type Files = Readonly<Record<string, string>>

async function typesOf(document: ContractDocument): Promise<Files> {
  return (await generateComponents(document)).types ?? {}
}

function isPart(node: WorkspaceNode, contract: string, part?: string): boolean {
  const derived = node.kind === 'component' ? node.derived : undefined
  return derived?.contract === contract && (part === undefined || derived.part === part)
}

/** Whoever imports a part of the contract, over however many others; the parts with their own files among them. */
function dependentsOf({ nodes, contract }: ImpactRequest): readonly WorkspaceNode[] {
  const parts = nodes.filter((node) => isPart(node, contract.key)).map(({ key }) => key)
  const keys = new Set([...parts, ...importGraph(nodes).transitiveDependents(parts)])
  return nodes.filter((node) => keys.has(node.key) && sourcesOf(node).length > 0)
}

/** What people wrote: generated files follow the contract by themselves. */
function sourcesOf(node: WorkspaceNode): readonly string[] {
  const generated = node.kind === 'component' ? (node.derived?.files ?? {}) : {}
  return node.files
    .map(({ path }) => path)
    .filter((path) => /\.[cm]?tsx?$/.test(path) && !Object.hasOwn(generated, path))
}

interface Look {
  readonly types: WorkspaceNode
  readonly old: Files
  readonly now: Files
  readonly changes: readonly LocatedChange[]
  readonly dependents: readonly WorkspaceNode[]
}

/** Nodes that are compiled by one tsconfig.json are looked at together. */
function look(request: ImpactRequest, given: Look): readonly AffectedNode[] {
  const { root } = request.workspace
  const configs = new Set(given.dependents.map((node) => configOf(root, node)))
  return [...configs].flatMap((config) => {
    const nodes = given.dependents.filter((node) => configOf(root, node) === config)
    return lookInto(request, { ...given, dependents: nodes }, config)
  })
}

function lookInto(request: ImpactRequest, given: Look, config: string): readonly AffectedNode[] {
  const { workspace, nodes } = request
  const absolute = (node: WorkspaceNode, path: string): string => join(workspace.root, node.rootDir, path)
  const filesOf = (node: WorkspaceNode): string[] => sourcesOf(node).map((path) => absolute(node, path))
  const shared = { root: workspace.root, nodes, config }
  const typesFile = absolute(given.types, MAIN)
  const files = [...given.dependents.flatMap(filesOf), typesFile]
  const candidate = candidateFiles(request, given)
  const before = openProject({ ...shared, files, overlay: new Map([[typesFile, given.old[MAIN]]]) })
  const now = openProject({ ...shared, files, overlay: candidate })
  const places = given.changes.flatMap(({ name, offset }) =>
    offset === undefined ? [] : usesOf(before, typesFile, offset).map((place) => ({ ...place, name })),
  )
  return given.dependents.flatMap((node) => {
    const own = filesOf(node)
    const uses = usesIn(
      workspace.root,
      places.filter(({ file }) => own.includes(file)),
    )
    const errors = newTypeErrors(own, now, before).map((error) => diagnosticOf(workspace.root, node, error))
    return uses.length + errors.length === 0 ? [] : [{ key: node.key, uses, errors }]
  })
}

/** What would be generated, of this contract and all others, by absolute path. */
function candidateFiles(
  { workspace, nodes, generated }: ImpactRequest,
  { types, now }: Look,
): ReadonlyMap<string, string | undefined> {
  const rootDirs = new Map(nodes.map(({ key, rootDir }) => [key, rootDir]))
  const all = [...generated, { key: types.key, files: now }]
  return new Map(
    all.flatMap(({ key, files }) =>
      Object.entries(files).map(([path, text]) => [join(workspace.root, rootDirs.get(key) ?? '', path), text] as const),
    ),
  )
}

interface NamedPlace extends Place {
  /** Of the change. */
  readonly name: string
}

/** One use for each place, in the order of the sources. */
function usesIn(root: string, places: readonly NamedPlace[]): readonly Use[] {
  const uses = new Map<string, Use>()
  for (const { file: path, line, column, text, name } of places) {
    const file = relativeTo(root, path)
    const id = JSON.stringify([file, line, column])
    const members = new Set([...(uses.get(id)?.members ?? []), name])
    uses.set(id, { file, line, column, text, members: [...members] })
  }
  return [...uses.values()].toSorted((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column)
}

function diagnosticOf(root: string, { key }: WorkspaceNode, { code, message, ...place }: TypeError): Diagnostic {
  const { line, column } = place
  return { severity: 'error', code, message, node: key, location: { file: relativeTo(root, place.file), line, column } }
}

function relativeTo(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
