import { componentKey, type Diagnostic, type Emit, type Event } from '@tessera/core.model'
import { build } from '@tessera/ripple.build'
import { loadNodes, type ComponentNode, type WorkspaceNode } from '@tessera/workspace.files'
import type { Capsule, Member } from './capsule.ts'

/** What became of a component in its capsule. */
export type Trial =
  /** It passed, and something of it or below it is new. */
  | { readonly status: 'due'; readonly node: ComponentNode; readonly regenerated: boolean }
  | { readonly status: 'equal' }
  | { readonly status: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly status: 'waiting'; readonly by: string }

export interface TrialInput {
  readonly capsule: Capsule
  /** Keys in units, dependencies first; each unit passes or fails as one. */
  readonly units: readonly (readonly string[])[]
  /** Whether a component imports something whose newer version is there already. */
  readonly isBehind: (key: string) => boolean
  readonly emit: Emit
  readonly signal?: AbortSignal | undefined
}

/** Generates, type-checks and tests the members of a capsule, and says what became of each. By key. */
export async function tryMembers(input: TrialInput): Promise<ReadonlyMap<string, Trial>> {
  const { capsule, emit, signal } = input
  const { workspace, nodes, members } = capsule
  const relabel = labeller(capsule)
  const result = await build(workspace, { nodes, only: [...members.keys()], test: true, signal }, (event) =>
    emit(relabelEvent(event, relabel)),
  )
  const after = await loadNodes(workspace)
  const failures = new Map<string, Diagnostic[]>()
  for (const { key, status } of result.nodes) if (status === 'failed') failures.set(key, [])
  for (const diagnostic of result.diagnostics) {
    if (diagnostic.severity !== 'error' || diagnostic.node === undefined) continue
    failures.set(diagnostic.node, [...(failures.get(diagnostic.node) ?? []), diagnostic])
  }
  const blocked = new Map(result.nodes.flatMap(({ key, by }) => (by === undefined ? [] : [[key, by] as const])))
  return judge(input, { nodes: new Map(after.map((node) => [node.key, node])), failures, blocked })
}

interface Findings {
  /** As they are after generating. */
  readonly nodes: ReadonlyMap<string, WorkspaceNode>
  readonly failures: ReadonlyMap<string, readonly Diagnostic[]>
  /** Key to the failed node that it waits for. */
  readonly blocked: ReadonlyMap<string, string>
}

function judge({ capsule, units, isBehind }: TrialInput, findings: Findings): ReadonlyMap<string, Trial> {
  const trials = new Map<string, Trial>()
  for (const unit of units) {
    const below = waitsFor(unit, trials, findings)
    const by = below ?? unit.find((key) => findings.failures.has(key))
    const changed = unit.filter((key) => isRegenerated(capsule.members.get(key) as Member, findings.nodes))
    const due = changed.length > 0 || unit.some((key) => isBehind(key) || dependsOnDue(key, trials, findings))
    for (const key of unit) {
      const diagnostics = findings.failures.get(key)
      const node = findings.nodes.get(key) as ComponentNode
      // What stands on something that did not pass is not accused.
      if (diagnostics !== undefined && below === undefined) trials.set(key, { status: 'failed', diagnostics })
      else if (by !== undefined) trials.set(key, { status: 'waiting', by })
      else trials.set(key, due ? { status: 'due', node, regenerated: changed.includes(key) } : { status: 'equal' })
    }
  }
  return trials
}

/** What did not pass and is below a unit: the engine blocks for types, and not for tests. */
function waitsFor(unit: readonly string[], trials: ReadonlyMap<string, Trial>, { nodes, blocked }: Findings) {
  for (const key of unit) {
    for (const below of dependenciesOf(nodes.get(key) as ComponentNode)) {
      const trial = trials.get(below)
      if (trial?.status === 'failed') return below
      if (trial?.status === 'waiting') return trial.by
    }
  }
  return unit.map((key) => blocked.get(key)).find((by) => by !== undefined)
}

function dependsOnDue(key: string, trials: ReadonlyMap<string, Trial>, { nodes }: Findings): boolean {
  const { components, devComponents } = (nodes.get(key) as ComponentNode).dependencies
  return [...components, ...devComponents].some(({ id }) => trials.get(componentKey(id))?.status === 'due')
}

function dependenciesOf({ dependencies, derived }: ComponentNode): readonly string[] {
  const keys = [...dependencies.components, ...dependencies.devComponents].map(({ id }) => componentKey(id))
  return derived === undefined ? keys : [...keys, derived.contract]
}

function isRegenerated({ key, local }: Member, nodes: ReadonlyMap<string, WorkspaceNode>): boolean {
  const files = nodes.get(key)?.files ?? []
  const before = new Map(local.version.files.map(({ relativePath, file }) => [relativePath, file]))
  return files.length !== before.size || files.some(({ path, hash }) => before.get(path) !== hash)
}

type Relabel = (file: string) => string

/** `acme.orders/orders-api/types/index.ts`, whatever the folder in the capsule is called. */
function labeller({ nodes }: Capsule): Relabel {
  const folders = new Map(nodes.map((node) => [node.rootDir, node.key]))
  return (file) => {
    const folder = file.split('/', 2).join('/')
    const key = folders.get(folder)
    return key === undefined ? file : `${key}${file.slice(folder.length)}`
  }
}

function relabelEvent(event: Event, relabel: Relabel): Event {
  if (event.type !== 'diagnostic' || event.diagnostic.location === undefined) return event
  const { diagnostic } = event
  const { location } = event.diagnostic
  return { ...event, diagnostic: { ...diagnostic, location: { ...location, file: relabel(location.file) } } }
}
