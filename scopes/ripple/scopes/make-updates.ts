import { componentKey, formatId, packageName, TesseraError, withVersion, type Diagnostic } from '@tessera/core.model'
import {
  changeReader,
  checkLevels,
  findingDiagnostics,
  makeVersions,
  nextVersion,
  nodesWithVersions,
  textReader,
  type PlannedTag,
  type TagCandidate,
} from '@tessera/ripple.release'
import type { ScopeEntry, Update } from '@tessera/scope.remote'
import type { ObjectBatch } from '@tessera/scope.store'
import type { ComponentNode, NodeDependencies, WorkspaceNode } from '@tessera/workspace.files'
import type { Capsule, Member } from './capsule.ts'
import type { Trial } from './try-batch.ts'

/** A new version of a component, ready to be exported. */
export interface MadeUpdate {
  readonly key: string
  /** With the new version. */
  readonly id: string
  readonly from: string
  readonly updates: readonly Update[]
  readonly objects: ObjectBatch
  /** The component with the new version as its head. */
  readonly entry: ScopeEntry
}

export interface MakeInput {
  readonly capsule: Capsule
  /** As the scopes are now, what was made before in this ripple included. */
  readonly entries: ReadonlyMap<string, ScopeEntry>
  readonly unit: readonly string[]
  readonly trials: ReadonlyMap<string, Trial>
}

type Due = Extract<Trial, { status: 'due' }>

/**
 * New versions of a unit that passed. They follow from what caused them alone, dates and log included: made again, by
 * whomever, they are the same to the byte.
 * @returns diagnostics by key where the level of a change is not allowed
 */
export async function makeUpdates(
  input: MakeInput,
): Promise<{ readonly made: readonly MadeUpdate[]; readonly refused: ReadonlyMap<string, readonly Diagnostic[]> }> {
  const { capsule, unit } = input
  const members = unit.map((key) => capsule.members.get(key) as Member)
  const candidates = await candidatesOf(input, members)
  const versions = new Map(candidates.map((candidate) => [candidate.component.key, nextVersion(candidate, {})]))
  const refused = refusedLevels(candidates, versions)
  if (refused.size > 0) return { made: [], refused }
  const nodes = nodesWithVersions(nodesOf(input), new Map([...currentVersions(input), ...versions]))
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const made: MadeUpdate[] = []
  const date = dateOf(input, members, byKey)
  const drafts = members.map((member) => ({ member, version: versions.get(member.key) as string }))
  const tags = drafts.map(({ member, version }) => plannedTag(member, version, updatesIn(member, byKey, input)))
  const objects = await makeVersions({
    workspace: capsule.workspace,
    scope: capsule.scope,
    nodes,
    plan: { tags, changes: [] },
    previous: new Map(members.map(({ key, entry }) => [key, entry.component])),
    pending: new Set([...input.trials].flatMap(([key, { status }]) => (status === 'due' ? [key] : []))),
    date,
    author: { username: 'ripple' },
    buildStatus: 'succeed',
  })
  for (const { member, version } of drafts) {
    made.push(madeUpdate(member, version, { objects, updates: updatesIn(member, byKey, input) }))
  }
  return { made, refused }
}

async function candidatesOf(
  { capsule, trials }: MakeInput,
  members: readonly Member[],
): Promise<readonly TagCandidate[]> {
  const nodes = [...trials.values()].flatMap((trial) => (trial.status === 'due' ? [trial.node] : []))
  const others = capsule.nodes.filter((node) => node.kind === 'component' && !nodes.some(({ key }) => key === node.key))
  const components = [...nodes, ...(others as readonly ComponentNode[])]
  const readChange = changeReader(capsule.scope, components, { read: textReader(capsule.workspace, []) })
  const candidates: TagCandidate[] = []
  for (const { key, entry } of members) {
    const { node, regenerated } = trials.get(key) as Due
    candidates.push({
      component: node,
      state: 'modified',
      versions: Object.keys(entry.component.versions),
      head: entry.id.version,
      ...(regenerated ? { change: await readChange(node) } : {}),
    })
  }
  return candidates
}

/** A change that breaks deployed consumers is for its owners to make. */
function refusedLevels(
  candidates: readonly TagCandidate[],
  versions: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const refused = new Map<string, readonly Diagnostic[]>()
  for (const candidate of candidates) {
    try {
      checkLevels([candidate], versions, {})
    } catch (error) {
      if (!(error instanceof TesseraError)) throw error
      const { code, message, hint, location } = error
      const { key } = candidate.component
      const { change } = candidate
      const findings = change === undefined || change === 'absent' ? [] : findingDiagnostics(change)
      refused.set(key, [{ severity: 'error', code, message, hint, location, node: key }, ...findings])
    }
  }
  return refused
}

/** The nodes of a capsule, as their versions record them, or are to. */
function nodesOf({ capsule, trials }: MakeInput): readonly WorkspaceNode[] {
  return capsule.nodes.map((node) => {
    const trial = trials.get(node.key)
    if (trial?.status !== 'due' || node.kind !== 'component') return node
    const member = capsule.members.get(node.key) as Member
    if (!trial.regenerated) return { ...trial.node, ...recorded(member) }
    return { ...trial.node, dependencies: withRecordedRanges(trial.node.dependencies, member) }
  })
}

/** Sources are as they were: so is all that was recorded of them, down to what the imports do not tell. */
function recorded({ local: { version } }: Member): Pick<ComponentNode, 'files' | 'dependencies' | 'mainFile'> {
  const named = ({ id }: { readonly id: ComponentNode['id'] }) => ({ id, packageName: packageName(id) })
  return {
    files: version.files.map(({ relativePath, file, test }) => ({ path: relativePath, hash: file, dev: test })),
    mainFile: version.mainFile,
    dependencies: {
      components: version.dependencies.map(named),
      devComponents: version.devDependencies.map(named),
      packages: version.packageDependencies,
      devPackages: version.devPackageDependencies,
      peerPackages: version.peerPackageDependencies,
    },
  }
}

/** A capsule finds packages at ranges of its own; what was recorded stays. */
function withRecordedRanges(dependencies: NodeDependencies, { local: { version } }: Member): NodeDependencies {
  const known = {
    ...version.devPackageDependencies,
    ...version.peerPackageDependencies,
    ...version.packageDependencies,
  }
  const keep = (packages: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(packages).map(([name, range]) => [name, known[name] ?? range]))
  const { packages, devPackages, peerPackages } = dependencies
  return { ...dependencies, packages: keep(packages), devPackages: keep(devPackages), peerPackages: keep(peerPackages) }
}

/** The newest of everything, but not of what is gone or unknown. */
function currentVersions({ entries }: MakeInput): ReadonlyMap<string, string> {
  return new Map(
    [...entries].flatMap(([key, { id, removed }]) => (removed === true ? [] : [[key, id.version as string]])),
  )
}

/** After all that caused it, by the dates of those: no clock has a part in it. */
function dateOf(
  { entries, unit }: MakeInput,
  members: readonly Member[],
  nodes: ReadonlyMap<string, WorkspaceNode>,
): number {
  const below = members.flatMap(({ key, entry }) => {
    const node = nodes.get(key) as ComponentNode
    const { components, devComponents } = node.dependencies
    const keys = [...components, ...devComponents].map(({ id }) => componentKey(id))
    return entry.madeFrom === undefined ? keys : [...keys, entry.madeFrom]
  })
  const outside = below.filter((key) => !unit.includes(key)).map((key) => entries.get(key)?.date ?? 0)
  return Math.max(...outside, ...members.map(({ entry }) => entry.date)) + 1
}

/** What the new version has of others that the old one had not. */
function updatesIn(
  { key, local, entry }: Member,
  nodes: ReadonlyMap<string, WorkspaceNode>,
  { entries }: MakeInput,
): readonly Update[] {
  const before = new Map(
    [...local.version.dependencies, ...local.version.devDependencies].map(({ id }) => [componentKey(id), id.version]),
  )
  const { components, devComponents } = (nodes.get(key) as ComponentNode).dependencies
  const updates = [...components, ...devComponents].flatMap(({ id }): Update[] => {
    const from = before.get(componentKey(id))
    return from === id.version ? [] : [{ id: componentKey(id), from: from ?? '', to: id.version ?? '' }]
  })
  const contract = entry.madeFrom === undefined ? undefined : entries.get(entry.madeFrom)
  if (updates.length > 0 || contract === undefined) return updates
  return [{ id: componentKey(contract.id), from: '', to: contract.id.version as string }]
}

/** The hash of a version covers its log and not its id: a message that names the component keeps two equal ones apart. */
function plannedTag({ key, entry }: Member, version: string, updates: readonly Update[]): PlannedTag {
  const taken = updates.map(({ id, to }) => `${id}@${to}`).join(', ')
  return {
    key,
    id: formatId(withVersion(entry.id, version)),
    from: entry.id.version as string,
    version,
    action: 'auto-tagged',
    reason: `depends on ${taken}`,
    message: `bump dependencies versions: ${key} takes ${taken}`,
  }
}

function madeUpdate(
  { key, entry, local }: Member,
  version: string,
  { objects, updates }: { readonly objects: ObjectBatch; readonly updates: readonly Update[] },
): MadeUpdate {
  const component = objects.components.find((each) => componentKey(each) === key) as ScopeEntry['component']
  const head = component.head as string
  const object = objects.versions.find(({ hash }) => hash === head)
    ?.version as ObjectBatch['versions'][number]['version']
  const files = new Set(object.files.map(({ file }) => file))
  const known = new Set(local.version.files.map(({ file }) => file))
  const date = Number(object.log.date)
  const document = object.files.find(({ relativePath }) => relativePath === 'contract.json')?.file
  const spans = entry.documents ?? []
  const documents =
    document === undefined || spans[0]?.hash === document
      ? spans
      : [{ hash: document, version: head, since: date }, ...spans]
  return {
    key,
    id: formatId(withVersion(entry.id, version)),
    from: entry.id.version as string,
    updates,
    objects: {
      sources: objects.sources.filter(({ hash }) => files.has(hash) && !known.has(hash)),
      versions: [{ hash: head, version: object }],
      components: [component],
    },
    entry: {
      ...entry,
      id: withVersion(entry.id, version),
      ...{ head, component, date },
      dependencies: [...object.dependencies, ...object.devDependencies].map(({ id }) => id),
      ...(documents.length === 0 ? {} : { documents }),
    },
  }
}
