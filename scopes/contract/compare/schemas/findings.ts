import type { Comparison } from './comparison.ts'
import { type Verdict, written } from './decide.ts'
import { differencesOf, type Located } from './differences.ts'
import type { SchemaFinding } from './types.ts'

/** Differences that are judged one by one; further ones are risky where the whole is not compatible. */
const MOST_JUDGED = 200

/** The change list: each difference with what it does by itself, those that break first. */
export function findingsOf(comparison: Comparison, verdict: Verdict): readonly SchemaFinding[] {
  if (verdict.level === 'compatible' && verdict.equal === true) return []
  const { found: differences, late } = differencesOf(comparison)
  const judged = differences.map((difference, index) => {
    if (verdict.level === 'compatible') return finding(difference, { severity: 'info' })
    return finding(difference, index < MOST_JUDGED ? judge(comparison, difference) : TOO_MANY)
  })
  const inner = judged.filter((_, index) => differences[index]?.overall !== true)
  const overall = judged.filter((item, index) => differences[index]?.overall === true && explains(item, inner))
  const unseen = late && verdict.level !== 'compatible' ? [UNSEEN] : []
  const all = [...inner, ...overall, ...unseen].toSorted((a, b) => RANK[a.severity] - RANK[b.severity])
  const explained = verdict.doubt !== 'timeout' && all.some(({ severity }) => severity === verdict.level)
  return explained || verdict.level === 'compatible' ? all : [whole(verdict), ...all]
}

const RANK = { breaking: 0, risky: 1, info: 2 } as const

interface Judgement {
  readonly severity: SchemaFinding['severity']
  readonly witness?: unknown
  /** What kept it from being decided. */
  readonly doubt?: string
}

function finding({ rule, pointer, oldPointer, message }: Located, { doubt, ...rest }: Judgement): SchemaFinding {
  const why = doubt === undefined ? '' : `; ${doubt} keeps it from being decided whether that breaks anything`
  return { rule, pointer, oldPointer, message: message + why, ...rest }
}

const UNSEEN: SchemaFinding = {
  ...{ rule: 'timeout', severity: 'risky', pointer: '', oldPointer: '' },
  message: 'TIMEOUT: not all changes could be found in time',
}

const TOO_MANY: Judgement = { severity: 'risky', doubt: 'the number of changes' }

/** Whether a value was fine that breaks what the new schema says here, by any way that leads here. */
function judge(comparison: Comparison, { says }: Located): Judgement {
  let result: Judgement = { severity: 'info' }
  for (const node of says) {
    if (performance.now() > comparison.deadline) return { severity: 'risky', doubt: 'timeout' }
    const outcome = comparison.refute(node)
    if (outcome.kind === 'unknown') result = { severity: 'risky', doubt: outcome.keyword }
    if (outcome.kind !== 'value') continue
    const witness = written(outcome.make)
    if (witness === undefined) return { severity: 'breaking' }
    if (comparison.isBroken(witness.value) === true) return { severity: 'breaking', witness: witness.value }
    result = { severity: 'risky', doubt: 'ajv' }
  }
  return result
}

/** A finding over all branches says nothing where one inside says why. */
function explains({ severity, pointer }: SchemaFinding, inner: readonly SchemaFinding[]): boolean {
  if (severity === 'info') return false
  return !inner.some((item) => item.pointer.startsWith(`${pointer}/`) && item.severity === 'breaking')
}

/** What no single place explains. */
function whole({ level, witness, doubt = '' }: Verdict): SchemaFinding {
  const at = { pointer: '', oldPointer: '' }
  if (level === 'breaking') {
    const message = 'fewer values are taken, for reasons that lie in several places'
    return { rule: 'narrowed', severity: 'breaking', ...at, message, ...(witness === undefined ? {} : { witness }) }
  }
  const late = doubt === 'timeout'
  const message = late ? 'TIMEOUT: it could not be decided in time' : `${doubt} kept it from being decided`
  return { rule: late ? 'timeout' : 'undecided', severity: 'risky', ...at, message }
}
