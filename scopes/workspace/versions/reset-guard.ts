import { componentKey, formatId, TesseraError, withVersion, type ComponentId } from '@tessera/core.model'
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
  const made = await madeVersions(scope, nodes)
  const kept = made.filter(({ id }) => !dropped.has(formatId(id)))
  const users = kept.filter(({ uses }) => uses.some((id) => dropped.has(id)))
  const [first] = users
  if (first === undefined) return
  const more = users.length > 1 ? ` (and ${users.length - 1} more)` : ''
  const used = first.uses.find((id) => dropped.has(id))
  const keys = [...new Set([...plan.map((each) => each.component.key), ...usersOf(kept, dropped)])].toSorted()
  throw new TesseraError('VERSION_IN_USE', `${used} is a dependency of ${formatId(first.id)}, which stays${more}`, {
    hint: `take back what depends on it too: tessera reset ${keys.join(' ')}${head ? ' --head' : ''}; or --force`,
  })
}

/** These components and those with a version made here that depends on one of theirs made here: what is reset together. */
export async function withLocalDependents(
  scope: Scope,
  nodes: readonly WorkspaceNode[],
  keys: readonly string[],
): Promise<readonly string[]> {
  if (keys.length === 0) return []
  const local = (await madeVersions(scope, nodes)).filter((each) => each.local)
  const own = local.filter(({ id }) => keys.includes(componentKey(id)))
  return [
    ...new Set([
      ...keys,
      ...usersOf(
        local,
        own.map(({ id }) => formatId(id)),
      ),
    ]),
  ].toSorted()
}

interface Made {
  readonly id: ComponentId
  /** Not exported yet. */
  readonly local: boolean
  /** Ids of its dependencies. */
  readonly uses: readonly string[]
}

/** Versions that were exported depend on what was exported: only those made here, and the heads, can name what goes. */
async function madeVersions(scope: Scope, nodes: readonly WorkspaceNode[]): Promise<readonly Made[]> {
  const remoteHead = remoteHeadReader(scope)
  const components = nodes.filter((node): node is ComponentNode => node.kind === 'component')
  const found = await mapLimited(components, async ({ id, exported }) => {
    const object = await scope.readComponent(id)
    if (object?.head === undefined) return []
    const local = new Set(await localVersions(scope, object, { remoteHead: await remoteHead(id), exported }))
    const versions: Made[] = []
    for (const hash of new Set([...local, object.head])) {
      if (!(await scope.has(hash))) continue
      const { dependencies, devDependencies } = await scope.readVersion(hash)
      const uses = [...dependencies, ...devDependencies].map((each) => formatId(each.id))
      versions.push({ id: withVersion(id, tagOf(object, hash)), local: local.has(hash), uses })
    }
    return versions
  })
  return found.flat()
}

/** The keys of what depends on these ids, directly or not. */
function usersOf(made: readonly Made[], ids: Iterable<string>): readonly string[] {
  const known = new Set(ids)
  const users = new Set<Made>()
  for (let before = -1; before !== users.size;) {
    before = users.size
    for (const each of made) {
      if (!each.uses.some((used) => known.has(used))) continue
      users.add(each)
      known.add(formatId(each.id))
    }
  }
  return [...users].map(({ id }) => componentKey(id))
}
