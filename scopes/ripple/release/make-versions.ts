import { cycles } from '@tessera/core.graph'
import { formatId, scopeOwner, TesseraError, withVersion } from '@tessera/core.model'
import type { ComponentId, Diagnostic } from '@tessera/core.model'
import { validateVersion, versionHash } from '@tessera/scope.objects'
import type { ComponentObject, VersionDependency, VersionLog, VersionObject } from '@tessera/scope.objects'
import type { ObjectBatch, Scope } from '@tessera/scope.store'
import {
  importGraph,
  type BitmapEntry,
  type ComponentNode,
  type Workspace,
  type WorkspaceNode,
} from '@tessera/workspace.files'
import { configsOf, DEPRECATION, marksOf, versionHashOf, versionOf, type Unmerged } from '@tessera/workspace.versions'
import { extensionsOf } from './extensions.ts'
import { flattener } from './flatten.ts'
import type { PlannedTag, TagPlan } from './plan-tag.ts'
import { readSources } from './read-sources.ts'

export interface MakeInput {
  readonly workspace: Workspace
  readonly scope: Scope
  /** With the versions of the plan. */
  readonly nodes: readonly WorkspaceNode[]
  readonly plan: TagPlan
  /** Component objects to build on in place of the scope's own. By key. */
  readonly previous?: ReadonlyMap<string, ComponentObject> | undefined
  /** Other nodes whose versions were made and are not in the scope yet. By key. */
  readonly pending?: ReadonlySet<string> | undefined
  /** The second parents of what is being merged. */
  readonly unmerged?: Unmerged | undefined
  /** Epoch milliseconds of the first version; each later one is at least a millisecond after. */
  readonly date: number
  readonly author: { readonly username?: string | undefined; readonly email?: string | undefined }
  readonly buildStatus: 'succeed' | 'skipped'
}

export interface MadeVersions extends ObjectBatch {
  /** Key to tag, or to the hash of a snap. */
  readonly made: ReadonlyMap<string, string>
}

/**
 * The objects of a plan, components in the order of the plan: a reader who sees a new head finds what it depends on. The
 * hash of a snap follows from what it records, its dependencies' among them: in the plan and the nodes names of their own
 * (`nameSnaps`) stand for them.
 * @throws TesseraError `SOURCES_CHANGED` where a file is not what the plan was made from; `INVALID_OBJECT` for what Bit
 * would refuse
 */
export async function makeVersions(input: MakeInput): Promise<MadeVersions> {
  const byKey = new Map(input.nodes.map((node) => [node.key, node]))
  const nodes = input.plan.tags.map((planned) => byKey.get(planned.key) as ComponentNode)
  const flatten = flattener({
    ...input,
    planned: new Set([...nodes.map((node) => node.key), ...(input.pending ?? [])]),
  })
  const entries = new Map(input.workspace.bitmap.entries.map((entry) => [entry.rootDir, entry]))
  const inCycles = new Set(cycles(importGraph(input.nodes)).flat())
  const made = new Map<string, Made>()
  const final = new Map<string, string>()
  let { date } = input
  for (const [at, planned] of input.plan.tags.entries()) {
    const node = nodes[at] as ComponentNode
    const previous = input.previous?.get(node.key) ?? (await input.scope.readComponent(node.id))
    const flattened = await flatten(node.id)
    const named = await draftVersion(input, {
      ...{ planned, node, previous, flattened, date },
      entry: entries.get(node.rootDir),
    })
    const draft = withFinalIds(named, final)
    // In a cycle each would have to know the hash of the others: there the names that stood for them stay.
    const name = isSnapped(planned) && inCycles.has(node.key) ? planned.version : undefined
    const { hash, version } = await withFreeHash(input.scope, draft, { made, name })
    if (isSnapped(planned)) final.set(planned.version, hash)
    refuseInvalid(withVersion(node.id, final.get(planned.version) ?? planned.version), hash, version)
    const component = isSnapped(planned)
      ? withSnap(node, previous, hash)
      : withTag(node, previous, { version: planned.version, hash })
    made.set(hash, { hash, version, component: { ...component, ...deprecation(version) } })
    date = Number(version.log.date) + 1
  }
  const all = [...made.values()]
  return {
    sources: await readSources(input.workspace, input.scope, nodes),
    versions: all.map(({ hash, version }) => ({ hash, version })),
    components: all.map(({ component }) => component),
    made: new Map(input.plan.tags.map(({ key, version }) => [key, final.get(version) ?? version])),
  }
}

function isSnapped({ action }: PlannedTag): boolean {
  return action === 'snapped' || action === 'auto-snapped'
}

function withFinalIds(version: VersionObject, final: ReadonlyMap<string, string>): VersionObject {
  if (final.size === 0) return version
  const idOf = (id: ComponentId): ComponentId => withVersion(id, final.get(id.version ?? '') ?? id.version)
  const settle = (each: VersionDependency): VersionDependency => ({ ...each, id: idOf(each.id) })
  return {
    ...version,
    dependencies: version.dependencies.map(settle),
    devDependencies: version.devDependencies.map(settle),
    flattenedDependencies: version.flattenedDependencies.map(idOf),
  }
}

interface Made {
  readonly hash: string
  readonly version: VersionObject
  readonly component: ComponentObject
}

interface Draft {
  readonly planned: PlannedTag
  readonly node: ComponentNode
  readonly entry: BitmapEntry | undefined
  readonly previous: ComponentObject | undefined
  readonly flattened: readonly ComponentId[]
  readonly date: number
}

async function draftVersion(input: MakeInput, draft: Draft): Promise<VersionObject> {
  const { planned, node, entry, previous } = draft
  const parent = planned.from === undefined ? previous?.head : previous && versionHashOf(previous, planned.from)
  const parentVersion = parent === undefined ? undefined : await input.scope.readVersion(parent)
  const merged = input.unmerged?.get(node.key)
  return {
    ...versionOf(node),
    bindingPrefix: bindingPrefix(node.id),
    // What Bit of 2020 refuses above and Bit 2 takes for a version of its own kind.
    schema: '1.0.0',
    log: logOf(planned.message, draft.date, planned.author ?? input.author),
    flattenedDependencies: draft.flattened,
    extensions: extensionsOf(entry, parentVersion),
    parents: [parent, merged].filter((hash) => hash !== undefined),
    rest: { buildStatus: input.buildStatus },
  }
}

function logOf(message: string, date: number, { username, email }: MakeInput['author']): VersionLog {
  return {
    message,
    date: String(date),
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
  }
}

function refuseInvalid(id: ComponentId, hash: string, version: VersionObject): void {
  const diagnostics: readonly Diagnostic[] = validateVersion(version, { id, hash })
  if (diagnostics.length === 0) return
  throw new TesseraError('INVALID_OBJECT', `${formatId(id)} cannot be recorded: ${diagnostics[0]?.message}`, {
    hint: 'mend what `tessera status` says of it; nothing was tagged',
    diagnostics,
  })
}

/** The hash covers neither id nor parents: only a date of its own keeps two equal components apart. */
async function withFreeHash(
  scope: Scope,
  draft: VersionObject,
  { made, name }: { readonly made: ReadonlyMap<string, Made>; readonly name: string | undefined },
): Promise<{ readonly hash: string; readonly version: VersionObject }> {
  for (let version = draft; ; version = laterByOne(version)) {
    const hash = name ?? versionHash(version)
    if (!made.has(hash) && !(await scope.has(hash))) return { hash, version }
  }
}

function laterByOne(version: VersionObject): VersionObject {
  return { ...version, log: { ...version.log, date: String(Number(version.log.date) + 1) } }
}

function withTag(
  node: ComponentNode,
  previous: ComponentObject | undefined,
  { version, hash }: { readonly version: string; readonly hash: string },
): ComponentObject {
  const base = withSnap(node, previous, hash)
  return {
    ...base,
    versions: { ...base.versions, [version]: hash },
    state: { ...base.state, versions: { ...base.state?.versions, [version]: { local: true } } },
  }
}

/** As a whole, not some of its versions: who lists a scope need not read its versions. */
function deprecation(version: VersionObject): Pick<ComponentObject, 'deprecated'> {
  if (configsOf(version.extensions)[DEPRECATION] === undefined) return {}
  const { deprecated } = marksOf(version)
  return { deprecated: deprecated !== undefined && deprecated.range === undefined }
}

/** Snaps are in no list: they are reached from the head. */
function withSnap({ id }: ComponentNode, previous: ComponentObject | undefined, hash: string): ComponentObject {
  const base = previous ?? {
    name: id.name,
    scope: id.scope,
    versions: {},
    lang: 'javascript',
    deprecated: false,
    bindingPrefix: bindingPrefix(id),
    remotes: [],
    schema: '1.0.0',
  }
  return { ...base, head: hash }
}

function bindingPrefix({ scope }: ComponentId): string {
  return `@${scopeOwner(scope)}`
}
