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
    ...compareDescriptions(old, now, { at: now.id, pointer: '', oldPointer: '' }),
  ]
}

/**
 * The protocol line. Raised with a change that breaks deployed consumers, it is what keeps them from calling; by itself
 * it shuts out consumers that nothing else harms.
 */
export function compareLine({ old, now }: Comparison, breaks: boolean): readonly ContractFinding[] {
  if (old.line === now.line) return []
  const place = {
    direction: 'both',
    at: 'line',
    pointer: '/line',
    oldPointer: '/line',
    needsNewProvider: true,
  } as const
  const message = `it is of line ${now.line} now, was ${old.line}: peers of the one refuse the other`
  return [found('line-changed', { ...place, severity: breaks && now.line > old.line ? 'info' : 'breaking', message })]
}
