import type { SchemaComparison, SchemaFinding } from '../schemas/index.ts'
import type { SchemaPair } from './compare-payload.ts'
import { found, newInOld, oldInNew } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import { needsNewInOld, needsOldInNew } from './flow.ts'
import type { Flow } from './flow.ts'
import { settled } from './pointer.ts'
import { wireText } from './wire-view.ts'

/**
 * What may travel: which of the old values are refused now, which of the new ones deployed consumers refuse, and what
 * harms nobody. Findings say what happened from the old document to the new, whichever way the values go.
 */
export function comparePair(comparison: Comparison, pair: SchemaPair): readonly ContractFinding[] {
  const { old, now } = comparison
  if (wireText(pair.old, old.$defs) === wireText(pair.now, now.$defs)) return []
  const narrowed = settle(oldInNew(comparison, pair.old, pair.now), comparison)
  const widened = settle(turned(newInOld(comparison, pair.old, pair.now)), comparison)
  const changes = narrowed.findings.map((change): Change => ({ change, narrowed: change }))
  for (const change of widened.findings) {
    if (change.severity === 'info') continue
    const same = counterpart(changes, change)
    if (same === undefined) changes.push({ change, widened: change })
    else same.widened = change
  }
  return withWhole(changes, { narrowed, widened }).map((each) => toFinding(each, pair))
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

/** Named schemas are told of under their names, whatever led to them. */
function settle(comparison: SchemaComparison, { old, now }: Comparison): SchemaComparison {
  const findings = comparison.findings.map((finding) => ({
    ...finding,
    pointer: settled(finding.pointer, now.$defs),
    oldPointer: settled(finding.oldPointer, old.$defs),
  }))
  return { ...comparison, findings }
}

/** The same change seen the other way round: at its place, about what it names, added for removed. */
function counterpart(changes: readonly Change[], finding: SchemaFinding): Change | undefined {
  const there = changes.filter(
    ({ change: { pointer, oldPointer }, widened }) =>
      pointer === finding.pointer && oldPointer === finding.oldPointer && widened === undefined,
  )
  const named = there.filter(({ change }) => quoted(change) === quoted(finding))
  return named.find(({ change }) => isOpposite(change.rule, finding.rule)) ?? named[0] ?? there[0]
}

function quoted({ message }: SchemaFinding): string | undefined {
  return /"([^"]*)"/.exec(message)?.[1]
}

const TURNS = /(added|removed|raised|lowered|narrowed|widened|closed|opened)/

function isOpposite(one: string, other: string): boolean {
  const [turn, otherTurn] = [TURNS.exec(one)?.[1], TURNS.exec(other)?.[1]]
  return turn !== undefined && otherTurn !== undefined && turn !== otherTurn
}

/** Where a verdict is graver than what was found at any one place, the whole is what changed. */
function withWhole(
  changes: readonly Change[],
  verdicts: { readonly narrowed: SchemaComparison; readonly widened: SchemaComparison },
): readonly Change[] {
  const of = (way: 'narrowed' | 'widened'): SchemaFinding | undefined => {
    const { level, witness } = verdicts[way]
    if (level === 'compatible' || changes.some((change) => change[way]?.severity === level)) return undefined
    return { rule: 'schema-changed', severity: level, pointer: '', oldPointer: '', message: '', witness }
  }
  const [narrowed, widened] = [of('narrowed'), of('widened')]
  const either = narrowed ?? widened
  if (either === undefined) return changes.length > 0 ? changes : [{ change: REWORDED }]
  const change = { ...either, message: wholeMessage(narrowed !== undefined, widened !== undefined) }
  return [...changes, { change, ...(narrowed && { narrowed }), ...(widened && { widened }) }]
}

const REWORDED: SchemaFinding = {
  ...{ rule: 'schema-reworded', severity: 'info', pointer: '', oldPointer: '' },
  message: 'it takes the same values, and says so in other words',
}

function wholeMessage(narrowed: boolean, widened: boolean): string {
  if (narrowed && widened) return 'it takes other values than it did'
  return narrowed ? 'it no longer takes all the values that it took' : 'it takes values that it did not take'
}

function toFinding(change: Change, { flow, place, ...pair }: SchemaPair): ContractFinding {
  const { rule, pointer, oldPointer, message } = change.change
  const { severity, ...witness } = verdictOf(change, flow)
  return found(rule, {
    ...{ severity, direction: flow.direction, at: placeOf(place, pointer) },
    ...{ pointer: within(pair.pointer, pointer), oldPointer: within(pair.oldPointer, oldPointer), message },
    ...witness,
    ...(harmsNewConsumers(change, flow) ? { needsNewProvider: true } : {}),
  })
}

/** The graver of what the change does to old values and to new ones, as far as either counts for who sends them. */
function verdictOf(
  { narrowed, widened }: Change,
  flow: Flow,
): Pick<ContractFinding, 'severity' | 'witness' | 'witnessIs'> {
  const [old, now] = [needsOldInNew(flow) ? narrowed : undefined, needsNewInOld(flow) ? widened : undefined]
  const isOld = RANK[old?.severity ?? 'info'] >= RANK[now?.severity ?? 'info']
  const { severity, witness } = (isOld ? old : now) ?? { severity: 'info' as const, witness: undefined }
  if (severity === 'info' || witness === undefined) return { severity }
  return { severity, witness, witnessIs: isOld ? 'old' : 'new' }
}

function harmsNewConsumers({ narrowed, widened }: Change, { sentBy }: Flow): boolean {
  const harmed = [sentBy === 'consumer' ? undefined : narrowed, sentBy === 'provider' ? undefined : widened]
  return harmed.some((each) => each !== undefined && each.severity !== 'info')
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
