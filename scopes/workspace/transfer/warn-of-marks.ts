import { componentKey, formatId, withVersion, type ComponentId, type Diagnostic, type Emit } from '@tessera/core.model'
import { isDeletedBy, marksOf, newestMarks, type Marks } from '@tessera/workspace.versions'
import { satisfies } from 'semver'
import type { Fetcher, LocalVersion } from './fetch.ts'

/** Says of a version that comes into the workspace that it is deleted or deprecated. */
export function warnOfMarks(id: ComponentId, marks: Marks, emit: Emit): void {
  const { deprecated } = marks
  const key = componentKey(id)
  const warn = (found: Pick<Diagnostic, 'code' | 'message' | 'hint'>): void =>
    emit({ type: 'diagnostic', diagnostic: { severity: 'warning', node: key, ...found } })
  if (isDeletedBy(marks, id.version ?? '')) {
    warn({
      code: 'COMPONENT_DELETED',
      message: `${formatId(id)} is deleted`,
      hint: `to go on with it: tessera recover ${key}`,
    })
  }
  if (deprecated === undefined) return
  const { range, newId } = deprecated
  if (range !== undefined && !satisfies(id.version ?? '', range)) return
  warn({
    code: 'COMPONENT_DEPRECATED',
    message: `${formatId(id)} is deprecated`,
    hint: newId === undefined ? 'look for another one, or ask its owner' : `use ${newId} instead`,
  })
}

/** What counts for a version that was fetched: the word of its component's newest, or its own where that one is nowhere. */
export async function marksFor({ scope, open }: Fetcher, { id, version }: LocalVersion): Promise<Marks> {
  return (await newestMarks(scope, id)) ?? (await marksThere({ scope, open }, id)) ?? marksOf(version)
}

/** Nothing of it is kept; what is here already can be imported when its remote is gone. */
async function marksThere({ scope, open }: Fetcher, id: ComponentId): Promise<Marks | undefined> {
  const head = (await scope.readComponent(id))?.head
  const newest = withVersion(id, undefined)
  const batch = await open(id.scope, `import ${componentKey(id)}`)
    .then((remote) => remote.fetch([newest], { has: async (hash) => hash !== head }))
    .catch(() => undefined)
  const found = batch?.versions[0]?.version
  return found === undefined ? undefined : marksOf(found)
}
