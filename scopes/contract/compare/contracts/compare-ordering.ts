import { found } from './comparison.ts'
import type { ContractFinding } from './finding.ts'

/** Messages of one key come in order. Of another key, or none, they no longer do for those who rely on it. */
export function compareOrdering(
  { at, pointer: place, oldPointer }: Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>,
  old: { readonly orderBy?: string },
  now: { readonly orderBy?: string },
): readonly ContractFinding[] {
  if (old.orderBy === now.orderBy) return []
  const where = {
    direction: 'message',
    at,
    pointer: place,
    ...(oldPointer === undefined ? {} : { oldPointer }),
  } as const
  if (old.orderBy === undefined) {
    const message = `${at} comes in order of ${now.orderBy} now`
    return [found('ordering-gained', { ...where, severity: 'info', needsNewProvider: true, message })]
  }
  const instead = now.orderBy === undefined ? '' : `, but of ${now.orderBy}`
  const message = `${at} no longer comes in order of ${old.orderBy}${instead}`
  return [found('ordering-lost', { ...where, severity: 'breaking', message })]
}
