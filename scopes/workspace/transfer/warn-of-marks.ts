import { componentKey, formatId, type Diagnostic, type Emit } from '@tessera/core.model'
import { marksOf } from '@tessera/workspace.versions'
import { satisfies } from 'semver'
import type { LocalVersion } from './fetch.ts'

/** Says of what is imported that it is deleted or deprecated. */
export function warnOfMarks({ id, version }: LocalVersion, emit: Emit): void {
  const { removed, deprecated } = marksOf(version)
  const key = componentKey(id)
  const warn = (found: Pick<Diagnostic, 'code' | 'message' | 'hint'>): void =>
    emit({ type: 'diagnostic', diagnostic: { severity: 'warning', node: key, ...found } })
  if (removed) {
    warn({
      code: 'COMPONENT_DELETED',
      message: `${formatId(id)} says that it is deleted`,
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
