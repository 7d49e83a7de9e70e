import type { Comparison } from './comparison.ts'
import type { Verdict } from './decide.ts'
import type { SchemaFinding } from './types.ts'

export function findingsOf(_comparison: Comparison, { doubt }: Verdict): readonly SchemaFinding[] {
  return doubt === undefined
    ? []
    : [{ rule: 'undecided', severity: 'risky', pointer: '', oldPointer: '', message: doubt }]
}
