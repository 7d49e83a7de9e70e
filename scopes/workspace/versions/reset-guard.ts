import { componentKey, formatId, TesseraError, type ComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import { tagOf } from './baseline.ts'
import { localVersions } from './local-versions.ts'
import { mapLimited } from './map-limited.ts'
import type { PlannedReset } from './plan-reset.ts'
import { remoteHeadReader } from './remote-heads.ts'

/**
 * Refuses to drop what a version that stays names as its dependency.
 * @throws TesseraError `VERSION_IN_USE`
 */
export async function refuseUsed(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  { plan, head }: { readonly plan: readonly PlannedReset[]; readonly head: boolean },
): Promise<void> {
  const dropped = new Set(plan.flatMap((each) => each.dropped.map(({ id }) => formatId(id))))
  if (dropped.size === 0) return
  const kept = await keptVersions(scope, nodes, dropped)
  const users = kept.filter(({ uses }) => uses.some((id) => dropped.has(id)))
  const [first] = users
  if (first === undefined) return
  const more = users.length > 1 ? ` (and ${users.length - 1} more)` : ''
  const used = first.uses.find((id) => dropped.has(id))
  throw new TesseraError('VERSION_IN_USE', `${used} is a dependency of ${formatId(first.id)}, which stays${more}`, {
    hint: `reset what depends on it too: tessera reset ${withUsers(plan, kept, dropped).join(' ')}${head ? ' --head' : ''}; or --force`,
  })
}

interface Kept {
  readonly id: ComponentId
  /** Ids of its dependencies. */
  readonly uses: readonly string[]
}

/** Versions that were exported depend on what was exported: only those made here, and the heads, can name what goes. */
async function keptVersions(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  dropped: ReadonlySet<string>,
): Promise<readonly Kept[]> {
  const remoteHead = remoteHeadReader(scope)
  const components = nodes.filter((node): node is ComponentNode => node.kind === 'component')
  const found = await mapLimited(components, async ({ id }) => {
    const object = await scope.readComponent(id)
    if (object?.head === undefined) return []
    const hashes = new Set([...(await localVersions(scope, object, await remoteHead(id))), object.head])
    const versions: Kept[] = []
    for (const hash of hashes) {
      const own = { ...id, version: tagOf(object, hash) }
      if (dropped.has(formatId(own)) || !(await scope.has(hash))) continue
      const { dependencies, devDependencies } = await scope.readVersion(hash)
      versions.push({ id: own, uses: [...dependencies, ...devDependencies].map((each) => formatId(each.id)) })
    }
    return versions
  })
  return found.flat()
}

/** The keys of what was to be reset and of all that depends on it in turn. */
function withUsers(
  plan: readonly PlannedReset[],
  kept: readonly Kept[],
  dropped: ReadonlySet<string>,
): readonly string[] {
  const gone = new Set(dropped)
  for (let before = -1; before !== gone.size;) {
    before = gone.size
    for (const { id, uses } of kept) if (uses.some((used) => gone.has(used))) gone.add(formatId(id))
  }
  const users = kept.filter(({ id }) => gone.has(formatId(id))).map(({ id }) => componentKey(id))
  return [...new Set([...plan.map(({ component }) => component.key), ...users])].toSorted()
}
