import type { Described } from '@tessera/contract.define/document'
import { found } from './comparison.ts'
import type { ContractFinding } from './finding.ts'

type Place = Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>

/** What is said of a thing, and that it goes. */
export function compareDescriptions(old: Described, now: Described, place: Place): readonly ContractFinding[] {
  const where = { direction: 'none', ...place } as const
  const isDescribed = (['summary', 'description'] as const).some((field) => old[field] !== now[field])
  return [
    ...(isDescribed
      ? [
          found('description-changed', {
            ...where,
            severity: 'info',
            message: `${place.at} is described in other words`,
          }),
        ]
      : []),
    ...compareDeprecation(old, now, place),
    ...compareSunset(old, now, place),
  ]
}

function compareDeprecation(old: Described, now: Described, place: Place): readonly ContractFinding[] {
  if (old.deprecated === now.deprecated) return []
  const message = `${place.at} is ${deprecationOf(now)}`
  return [found('deprecation-changed', { severity: 'info', direction: 'none', ...place, message })]
}

/** Imported documents know that something is deprecated and not why: there the reason repeats the word. */
function deprecationOf({ deprecated }: Described): string {
  if (deprecated === undefined) return 'no longer deprecated'
  return deprecated === 'deprecated' ? 'deprecated' : `deprecated: ${deprecated}`
}

/** Dates are text that sorts. */
function compareSunset(
  { sunset: before }: Described,
  { sunset: after }: Described,
  place: Place,
): readonly ContractFinding[] {
  if (before === after) return []
  const where = { direction: 'none', ...place } as const
  if (before !== undefined && after !== undefined && after < before) {
    const message = `${place.at} goes on ${after}; ${before} was announced`
    return [found('sunset-earlier', { ...where, severity: 'risky', message })]
  }
  const message =
    after === undefined ? `${place.at} no longer has a date on which it goes` : `${place.at} goes on ${after}`
  return [found('sunset-changed', { ...where, severity: 'info', message })]
}
