import { formatId, scopeOwner, TesseraError } from '@tessera/core.model'
import type { ComponentId, Diagnostic } from '@tessera/core.model'
import { validateVersion, versionHash } from '@tessera/scope.objects'
import type { ComponentObject, VersionLog, VersionObject } from '@tessera/scope.objects'
import type { ObjectBatch, Scope } from '@tessera/scope.store'
import type { ComponentNode, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { versionHashOf, versionOf } from '@tessera/workspace.versions'
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
  /** Component objects to take in place of the scope's own. By key. */
  readonly replaced: ReadonlyMap<string, ComponentObject>
  /** Epoch milliseconds of the first version; each later one is at least a millisecond after. */
  readonly date: number
  readonly author: { readonly username?: string | undefined; readonly email?: string | undefined }
  readonly buildStatus: 'succeed' | 'skipped'
}

/**
 * The objects of a plan, components in the order of the plan: a reader who sees a new head finds what it depends on.
 * @throws TesseraError `SOURCES_CHANGED` where a file is not what the plan was made from; `INVALID_OBJECT` for what Bit
 * would refuse
 */
export async function makeVersions(input: MakeInput): Promise<ObjectBatch> {
  const byKey = new Map(input.nodes.map((node) => [node.key, node]))
  const nodes = input.plan.tags.map((planned) => byKey.get(planned.key) as ComponentNode)
  const flatten = flattener({ ...input, planned: new Set(nodes.map((node) => node.key)) })
  const made = new Map<string, Made>()
  let { date } = input
  for (const [at, planned] of input.plan.tags.entries()) {
    const node = nodes[at] as ComponentNode
    const previous = input.replaced.get(node.key) ?? (await input.scope.readComponent(node.id))
    const draft = await draftVersion(input, { planned, node, previous, flattened: await flatten(node.id), date })
    const { hash, version } = await withFreeHash(input.scope, draft, made)
    refuseInvalid(node.id, validateVersion(version, { id: node.id, hash }))
    made.set(hash, { hash, version, component: withTag(node, previous, planned.version, hash) })
    date = Number(version.log.date) + 1
  }
  const all = [...made.values()]
  return {
    sources: await readSources(input.workspace, input.scope, nodes),
    versions: all.map(({ hash, version }) => ({ hash, version })),
    components: all.map(({ component }) => component),
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
  readonly previous: ComponentObject | undefined
  readonly flattened: readonly ComponentId[]
  readonly date: number
}

async function draftVersion(input: MakeInput, draft: Draft): Promise<VersionObject> {
  const { planned, node, previous } = draft
  const parent = planned.from === undefined ? previous?.head : previous && versionHashOf(previous, planned.from)
  const parentVersion = parent === undefined ? undefined : await input.scope.readVersion(parent)
  return {
    ...versionOf(node),
    bindingPrefix: bindingPrefix(node.id),
    // What Bit of 2020 refuses above and Bit 2 takes for a version of its own kind.
    schema: '1.0.0',
    log: logOf(planned.message, draft.date, input.author),
    flattenedDependencies: draft.flattened,
    extensions: extensionsOf(input.workspace, node, parentVersion),
    parents: parent === undefined ? [] : [parent],
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

function refuseInvalid(id: ComponentId, diagnostics: readonly Diagnostic[]): void {
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
  made: ReadonlyMap<string, Made>,
): Promise<{ readonly hash: string; readonly version: VersionObject }> {
  for (let version = draft; ; version = laterByOne(version)) {
    const hash = versionHash(version)
    if (!made.has(hash) && !(await scope.has(hash))) return { hash, version }
  }
}

function laterByOne(version: VersionObject): VersionObject {
  return { ...version, log: { ...version.log, date: String(Number(version.log.date) + 1) } }
}

function withTag(
  { id }: ComponentNode,
  previous: ComponentObject | undefined,
  version: string,
  hash: string,
): ComponentObject {
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
  return {
    ...base,
    versions: { ...base.versions, [version]: hash },
    head: hash,
    state: { ...base.state, versions: { ...base.state?.versions, [version]: { local: true } } },
  }
}

function bindingPrefix({ scope }: ComponentId): string {
  return `@${scopeOwner(scope)}`
}
