import type { Diagnostic, Emit } from '@tessera/core.model'
import { toUnits } from '@tessera/ripple.plan'
import type { Unit } from '@tessera/ripple.plan'
import { loadNodes, writeManifests } from '@tessera/workspace.files'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { openCache } from './cache.ts'
import type { Cache } from './cache.ts'
import { generateAll } from './generate-phase.ts'
import type { GenerateOutcome, GeneratePhaseOptions } from './generate-phase.ts'
import { ownKey } from './groups.ts'
import { diskOutput } from './part-files.ts'
import { sweepTemporaryDirs } from './home.ts'
import { gatherFacts } from './node-facts.ts'
import type { WorkspaceFacts } from './node-facts.ts'
import { loadState } from './state.ts'
import type { BuildState } from './state.ts'
import { findCompiler } from './typescript.ts'
import type { Compiler } from './typescript.ts'
import { wantedNodes } from './wanted.ts'

/** What one run works on. */
export interface Session {
  readonly root: string
  readonly compiler: Compiler
  readonly cache: Cache
  readonly state: BuildState
  /** All nodes of the workspace. */
  readonly all: readonly WorkspaceNode[]
  /** Those asked for and what they depend on, dependencies first. */
  readonly units: readonly Unit[]
  readonly facts: WorkspaceFacts
  /** Keys of nodes that are not what they were when they were last built. */
  readonly changed: ReadonlySet<string>
}

export interface SessionOptions {
  readonly only?: readonly string[] | undefined
  readonly nodes?: readonly WorkspaceNode[] | undefined
}

export async function openSession(workspace: Workspace, { only, nodes }: SessionOptions): Promise<Session> {
  const { root } = workspace
  sweepTemporaryDirs(root)
  const all = nodes ?? (await loadNodes(workspace))
  const state = loadState(root)
  state.build += 1
  const tools = { root, compiler: findCompiler(root), cache: openCache(root), state }
  return survey(tools, all, only)
}

type Tools = Pick<Session, 'root' | 'compiler' | 'cache' | 'state'>

function survey(tools: Tools, all: readonly WorkspaceNode[], only: readonly string[] | undefined): Session {
  const wanted = wantedNodes(all, only)
  const units = toUnits(wanted)
  const facts = gatherFacts(wanted, tools)
  const changed = units.filter((unit) => tools.state.units[unit.id]?.own !== ownKey(unit, facts))
  const keys = changed.flatMap((unit) => unit.nodes.map((node) => node.key))
  return { ...tools, all, units, facts, changed: new Set(keys) }
}

export interface GenerateRequest extends Pick<
  GeneratePhaseOptions,
  'evaluator' | 'wants' | 'upgrade' | 'overwrite' | 'force' | 'timeoutMs' | 'signal'
> {
  readonly only?: readonly string[] | undefined
  readonly emit: Emit
}

/** The generate phase, and the session that sees what it wrote. */
export async function generateIn(
  session: Session,
  workspace: Workspace,
  { only, ...request }: GenerateRequest,
): Promise<{ session: Session; outcome: GenerateOutcome }> {
  const outcome = await generateAll({ ...session, ...request, output: diskOutput(session.root) })
  if (outcome.written.length === 0) return { session, outcome }
  const nodes = await loadNodes(workspace)
  const written = new Set(outcome.written.map((item) => item.key))
  await writeManifests(
    workspace,
    nodes.filter((node) => written.has(node.key)),
  )
  return { session: survey(session, nodes, only), outcome }
}

/** What is odd about these nodes, their files, imports and contracts, where none of it is an error. */
export function warningsOf(session: Session, keys: ReadonlySet<string>): readonly Diagnostic[] {
  const failed = issuesOf(session)
  return session.units
    .flatMap((unit) => unit.nodes)
    .filter((node) => keys.has(node.key) && !failed.has(node.key))
    .flatMap((node) => [
      ...node.issues.map((issue) => ({ ...issue, node: node.key })),
      ...(session.state.contracts[node.key]?.warnings ?? []),
    ])
}

/** What is wrong with the files or imports of nodes, where it is an error. */
export function issuesOf(session: Session): ReadonlyMap<string, readonly Diagnostic[]> {
  const nodes = session.units.flatMap((unit) => unit.nodes)
  const bad = nodes.filter((node) => node.issues.some((issue) => issue.severity === 'error'))
  return new Map(bad.map((node) => [node.key, node.issues.map((issue) => ({ ...issue, node: node.key }))] as const))
}
