import { compareDescriptions } from './compare-descriptions.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { pointer } from './pointer.ts'

/** What a contract says of itself as a whole. */
export function compareDocument({ old, now }: Comparison): readonly ContractFinding[] {
  const place = (key: string) => ({ at: key, pointer: pointer(key), oldPointer: pointer(key) })
  const breaking = { severity: 'breaking', direction: 'both', needsNewProvider: true } as const
  return [
    ...(old.id === now.id
      ? []
      : [
          found('contract-renamed', {
            ...breaking,
            ...place('id'),
            message: `${old.id} is called ${now.id} now, and peers of the one refuse the other`,
          }),
        ]),
    ...(old.pattern === now.pattern
      ? []
      : [
          found('pattern-changed', {
            ...breaking,
            ...place('pattern'),
            message: `it is of pattern ${now.pattern} now, was ${old.pattern}`,
          }),
        ]),
    ...(old.line === now.line
      ? []
      : [
          found('line-changed', {
            ...breaking,
            ...place('line'),
            message: `it is of line ${now.line} now, was ${old.line}, and peers of the one refuse the other`,
          }),
        ]),
    ...compareDescriptions(old, now, { at: now.id, pointer: '', oldPointer: '' }),
  ]
}
