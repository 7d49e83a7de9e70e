import type { ContractDocument, JsonSchema, Slot } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import { compareWith } from '../schemas/compare-schemas.ts'
import type { Prepare } from '../schemas/comparison.ts'
import type { CompareSchemasOptions, SchemaComparison } from '../schemas/index.ts'
import type { ContractFinding } from './finding.ts'
import { wayOutOf } from './rules.ts'
import type { RuleId } from './rules.ts'

/** Two documents of one contract, looked at together. */
export interface Comparison {
  readonly old: ContractDocument
  readonly now: ContractDocument
  readonly policy: 'strict' | 'lenient'
  /** When the time for the whole document is over, as `performance.now()` counts. */
  readonly deadline: number
  /** What was found out already. */
  readonly known: Map<string, object>
  readonly prepare: Prepare
}

/** A slot with its place in its document. */
export interface PlacedSlot {
  readonly slot: Slot
  readonly pointer: string
}

export function findSlot(document: ContractDocument, at: string | undefined): PlacedSlot | undefined {
  const index = at === undefined ? -1 : document.slots.findIndex((slot) => slot.at === at)
  const slot = document.slots[index]
  return slot === undefined ? undefined : { slot, pointer: `/slots/${index}` }
}

/** Whether every value of a schema of the old document is one of a schema of the new. */
export function oldInNew(comparison: Comparison, oldSchema: JsonSchema, newSchema: JsonSchema): SchemaComparison {
  const { old, now } = comparison
  return once(comparison, ['old in new', oldSchema, newSchema], () =>
    compareInTime(comparison, [oldSchema, newSchema], { oldDefs: old.$defs, newDefs: now.$defs }),
  )
}

/** Whether every value of a schema of the new document is one of a schema of the old. */
export function newInOld(comparison: Comparison, oldSchema: JsonSchema, newSchema: JsonSchema): SchemaComparison {
  const { old, now } = comparison
  return once(comparison, ['new in old', oldSchema, newSchema], () =>
    compareInTime(comparison, [newSchema, oldSchema], { oldDefs: now.$defs, newDefs: old.$defs }),
  )
}

/** What was found out of two schemas is so wherever they stand: many slots are of one named schema. */
export function once<T extends object>({ known }: Comparison, what: readonly unknown[], find: () => T): T {
  const key = canonicalJson(what)
  const result = (known.get(key) as T | undefined) ?? find()
  known.set(key, result)
  return result
}

/** Of what is left of the document's time, one pair of schemas takes no more than this. */
const MOST_MS_A_PAIR = 1000

/** What is not looked at any more is risky, and says why. */
export function compareInTime(
  comparison: Comparison,
  [from, to]: readonly [JsonSchema, JsonSchema],
  options: CompareSchemasOptions,
): SchemaComparison {
  const timeoutMs = timeLeft(comparison)
  if (timeoutMs <= 0) return TOO_LATE
  return compareWith(comparison.prepare, from, to, { policy: comparison.policy, ...options, timeoutMs })
}

/** Milliseconds for one pair of schemas; none where the time is over. */
export function timeLeft({ deadline }: Comparison): number {
  return Math.min(MOST_MS_A_PAIR, deadline - performance.now())
}

const TOO_LATE: SchemaComparison = {
  level: 'risky',
  findings: [
    {
      ...{ rule: 'timeout', severity: 'risky', pointer: '', oldPointer: '' },
      message: 'TIMEOUT: the time for the whole contract was over before this was looked at',
    },
  ],
}

/** A finding with the way out that its rule has. */
export function found(rule: RuleId, finding: Omit<ContractFinding, 'rule' | 'wayOut'>): ContractFinding {
  const wayOut = finding.severity === 'info' ? undefined : wayOutOf(rule)
  const { severity, direction, ...rest } = finding
  return { rule, severity, direction, ...rest, ...(wayOut === undefined ? {} : { wayOut }) }
}
