import { componentKey, TesseraError } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import type { ComponentObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { tagOf } from './baseline.ts'
import { history } from './history.ts'
import type { HistoryStep } from './history.ts'
import { configsOf, DEPRECATION, isIn, newestMarks, REMOVE } from './marks.ts'

/** A row of Bit's `log --json`. */
export interface LogRow {
  readonly message: string
  readonly username?: string
  readonly email?: string
  /** Epoch milliseconds as a string, as recorded. */
  readonly date: string
  readonly hash: string
  readonly tag?: string
  readonly parents: readonly string[]
  /** Absent where false, as are the next two: it marks the component as deleted, or was deleted itself. */
  readonly deleted?: true
  readonly deprecated?: true
  /** Bit left it out of its log. */
  readonly hidden?: true
}

/**
 * The versions of a component from its head back, newest first, hidden ones only where they are asked for.
 * @throws TesseraError `NO_BASELINE` where the scope has no objects of it, `INVALID_OBJECT`
 */
export async function log(
  scope: Scope,
  id: ComponentId,
  { hidden = false }: { readonly hidden?: boolean } = {},
): Promise<readonly LogRow[]> {
  const component = await scope.readComponent(id)
  if (component === undefined) {
    throw new TesseraError('NO_BASELINE', `the local scope has no versions of ${componentKey(id)}`, {
      hint: id.version === undefined ? 'it is new: run `tessera tag` first' : 'run `tessera import`',
    })
  }
  const [marks, steps] = [await newestMarks(scope, id), await history(scope, id, component.head)]
  const isGone = (version: string): boolean =>
    marks?.removedVersions !== undefined && isIn(marks.removedVersions, version)
  return steps.map((step) => logRow(component, step, isGone)).filter((row) => hidden || row.hidden !== true)
}

function logRow(
  component: ComponentObject,
  { hash, version }: HistoryStep,
  isGone: (version: string) => boolean,
): LogRow {
  const { message, username, email, date } = version.log
  const tag = tagOf(component, hash)
  const configs = configsOf(version.extensions)
  return {
    message,
    ...(username === undefined ? {} : { username }),
    ...(email === undefined ? {} : { email }),
    date,
    hash,
    ...(tag === hash ? {} : { tag }),
    parents: version.parents,
    ...(configs[REMOVE]?.['removed'] === true || isGone(tag) ? { deleted: true } : {}),
    ...(configs[DEPRECATION]?.['deprecate'] === true ? { deprecated: true } : {}),
    ...(version.rest?.['hidden'] === true ? { hidden: true } : {}),
  }
}
