import type { SchemaComparison, SchemaFinding } from '../schemas/index.ts'
import type { SchemaPair } from './compare-payload.ts'
import { found, newInOld, oldInNew } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { needsNewInOld, needsOldInNew } from './flow.ts'
import { wireText } from './wire-view.ts'

/**
 * What may travel: which of the old values are refused now, which of the new ones deployed consumers refuse, and what
 * harms nobody. Findings say what happened from the old document to the new, whichever way the values go.
 */
export function comparePair(comparison: Comparison, pair: SchemaPair): readonly ContractFinding[] {
  const { old, now } = comparison
  if (wireText(pair.old, old.$defs) === wireText(pair.now, now.$defs)) return []
  const narrowed = oldInNew(comparison, pair.old, pair.now)
  const widened = turned(newInOld(comparison, pair.old, pair.now))
  const changes = narrowed.findings.map((change): Change => ({ change, narrowed: change }))
  for (const change of widened.findings) {
    if (change.severity === 'info') continue
    const same = changes.find((other) => isSamePlace(other.change, change) && other.widened === undefined)
    if (same === undefined) changes.push({ change, widened: change })
    else same.widened = change
  }
  return withVerdicts(changes, { narrowed, widened }).map((each) => toFinding(each, pair))
}

/** One change, with what it does either way. */
interface Change {
  /** Worded from old to new where there are such words. */
  readonly change: SchemaFinding
  /** Old values that are refused now. */
  narrowed?: SchemaFinding
  /** New values that were refused. */
  widened?: SchemaFinding
}

/** The pointers of a comparison of the new schema with the old, the other way round. */
function turned(comparison: SchemaComparison): SchemaComparison {
  const findings = comparison.findings.map((finding) => ({
    ...finding,
    pointer: finding.oldPointer,
    oldPointer: finding.pointer,
  }))
  return { ...comparison, findings }
}

function isSamePlace(one: SchemaFinding, other: SchemaFinding): boolean {
  return one.pointer === other.pointer && one.oldPointer === other.oldPointer
}

/** Where a verdict is graver than what was found at any one place, the whole is what changed. */
function withVerdicts(
  changes: readonly Change[],
  verdicts: { readonly narrowed: SchemaComparison; readonly widened: SchemaComparison },
): readonly Change[] {
  const result = [...changes]
  for (const way of ['narrowed', 'widened'] as const) {
    const { level, witness } = verdicts[way]
    const severity = level === 'compatible' ? 'info' : level
    if (severity === 'info' || changes.some((change) => change[way]?.severity === severity)) continue
    const message = way === 'narrowed' ? 'values that were fine are refused' : 'values are sent that were refused'
    const whole = { rule: 'schema-changed', severity, pointer: '', oldPointer: '', message, witness } as const
    result.push({ change: whole, [way]: whole })
  }
  return result
}

function toFinding({ change, narrowed, widened }: Change, { flow, place, ...pair }: SchemaPair): ContractFinding {
  const forward = [needsOldInNew(flow) ? narrowed : undefined, needsNewInOld(flow) ? widened : undefined]
  const reverse = [flow.sentBy === 'provider' ? narrowed : undefined, flow.sentBy === 'consumer' ? widened : undefined]
  const gravest = forward.reduce(
    (worst, each) => (RANK[each?.severity ?? 'info'] > RANK[worst?.severity ?? 'info'] ? each : worst),
    undefined,
  )
  const harmsNew = reverse.some((each) => each !== undefined && each.severity !== 'info')
  return found(change.rule, {
    ...{ severity: gravest?.severity ?? 'info', direction: flow.direction },
    ...{ at: placeOf(place, change.pointer), pointer: within(pair.pointer, change.pointer) },
    ...{ oldPointer: within(pair.oldPointer, change.oldPointer), message: change.message },
    ...(gravest?.witness === undefined ? {} : { witness: gravest.witness }),
    ...(harmsNew ? { needsNewProvider: true } : {}),
  })
}

const RANK = { info: 0, risky: 1, breaking: 2 }

/** Schemas that several slots share stand in the document once, under their own name. */
function placeOf(place: string, inner: string): string {
  const [, name, rest = ''] = /^\/\$defs\/([^/]+)(.*)$/.exec(inner) ?? []
  if (name === undefined) return inner === '' ? place : `${place}#${inner}`
  return rest === '' ? name : `${name}#${rest}`
}

function within(outer: string, inner: string): string {
  return inner.startsWith('/$defs/') ? inner : `${outer}${inner}`
}
