import { componentKey, suggestion, TesseraError, type ComponentId, type Diagnostic } from '@tessera/core.model'
import { inQueue, openRemote, remotePath } from '@tessera/scope.remote'
import { openScope } from '@tessera/scope.store'

const WAIT_MS = 60_000

export interface HardDeleteOptions {
  /** URL of the scope that is to forget them. */
  readonly url: string
  /** Folder that relative URLs start from. */
  readonly base: string
  /** URLs of other scopes whose components may depend on them. */
  readonly others?: readonly string[] | undefined
  /** Also what others depend on. */
  readonly force?: boolean | undefined
  readonly dryRun?: boolean | undefined
}

/**
 * Makes a scope forget components with all their versions. It cannot be undone; `tessera gc` there frees the space.
 * @throws TesseraError `COMPONENT_IN_USE`, `COMPONENT_NOT_FOUND`, `REMOTE_NOT_FOUND`, `SCOPE_BUSY`, `SCOPE_NOT_WRITABLE`
 */
export async function deleteFromScope(
  ids: readonly ComponentId[],
  { url, base, others = [], force = false, dryRun = false }: HardDeleteOptions,
): Promise<readonly string[]> {
  const path = remotePath(url, base)
  await openRemote(url, { base })
  const keys = new Set(ids.map(componentKey))
  const work = async (): Promise<readonly string[]> => {
    const scope = await openScope(path)
    for (const id of ids) {
      if ((await scope.readComponent(id)) !== undefined) continue
      const known = (await scope.listComponents()).map(componentKey)
      const near = suggestion(componentKey(id), known)
      throw new TesseraError('COMPONENT_NOT_FOUND', `${scope.name} has no ${componentKey(id)}${near}`, {
        hint: `tessera list ${scope.name} shows what it has`,
      })
    }
    if (!force) refuseDependents(await dependentsIn([url, ...others], base, keys))
    if (!dryRun) await scope.removeComponents(ids)
    return [...keys]
  }
  return dryRun ? work() : inQueue(path, WAIT_MS, work)
}

interface Dependent {
  readonly by: string
  readonly of: string
}

async function dependentsIn(
  urls: readonly string[],
  base: string,
  keys: ReadonlySet<string>,
): Promise<readonly Dependent[]> {
  const found = new Map<string, Dependent>()
  for (const url of new Set(urls)) {
    const remote = await openRemote(url, { base })
    for (const entry of await remote.graph()) {
      const by = componentKey(entry.id)
      if (keys.has(by) || entry.removed === true) continue
      const used = [...entry.dependencies.map(componentKey), ...(entry.madeFrom === undefined ? [] : [entry.madeFrom])]
      for (const of of used) if (keys.has(of)) found.set(`${by} ${of}`, { by, of })
    }
  }
  return [...found.values()]
}

function refuseDependents(dependents: readonly Dependent[]): void {
  const [first] = dependents
  if (first === undefined) return
  const others = dependents.length > 1 ? ` (and ${dependents.length - 1} more)` : ''
  throw new TesseraError('COMPONENT_IN_USE', `${first.by} depends on ${first.of}${others}`, {
    hint: 'delete it too, or delete softly without --hard; --force breaks whoever imports it',
    diagnostics: dependents.map(({ by, of }): Diagnostic => ({
      severity: 'error',
      code: 'COMPONENT_IN_USE',
      message: `it depends on ${of}`,
      node: by,
    })),
  })
}
