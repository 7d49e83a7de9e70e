import { found } from './comparison.ts'
import type { ContractFinding } from './finding.ts'

type Place = Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>

/**
 * Less time is risky: calls that took longer were answered until now, and nothing tells how long they take. More time
 * harms nobody, for a caller says how long it waits itself.
 */
export function compareDeadlines(
  old: { readonly deadlineMs?: number },
  now: { readonly deadlineMs?: number },
  place: Place,
): readonly ContractFinding[] {
  const [before, after] = [old.deadlineMs ?? Infinity, now.deadlineMs ?? Infinity]
  if (before === after) return []
  const where = { direction: 'both', ...place } as const
  const was = before === Infinity ? 'without limit' : `${before} ms`
  if (after < before) {
    const message = `${place.at} ends after ${after} ms now, was ${was}`
    return [found('deadline-lowered', { ...where, severity: 'risky', message })]
  }
  const limit = after === Infinity ? 'without limit' : `${after} ms`
  return [
    found('deadline-raised', { ...where, severity: 'info', message: `${place.at} may take ${limit} now, was ${was}` }),
  ]
}
