import type { JsonSchema, Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { compareAnnotations } from './compare-annotations.ts'
import { comparePair } from './compare-pair.ts'
import { compareInTime, findSlot, found } from './comparison.ts'
import type { Comparison, PlacedSlot } from './comparison.ts'
import { declaredBumps } from './declared-bumps.ts'
import type { ContractFinding } from './finding.ts'
import { judge } from './flow.ts'
import type { Flow } from './flow.ts'
import { isOfWords } from './rules.ts'

/** A payload in both documents, or in one. */
export interface PayloadPair {
  /** `at` of the slots; undefined where there is none. */
  readonly oldAt: string | undefined
  readonly at: string | undefined
  readonly flow: Flow
  /** Without a slot it is an empty object (parameters, headers); else nothing travels at all. */
  readonly mayBeEmpty: boolean
  /** What findings call it: `createOrder/request/body`. */
  readonly place: string
  /** Into the new document and the old, to what names the slot. */
  readonly pointer: string
  readonly oldPointer: string
  /** Former to present name of properties that only the two ends know by name: those of a path. */
  readonly renamed?: ReadonlyMap<string, string>
}

/** What happened to a payload: that it is there, how it is written, what it may hold. */
export function comparePayload(comparison: Comparison, pair: PayloadPair): readonly ContractFinding[] {
  const old = findSlot(comparison.old, pair.oldAt)
  const now = findSlot(comparison.now, pair.at)
  if (old === undefined && now === undefined) return []
  if (old === undefined) return [payloadAdded(comparison, pair, now as PlacedSlot)]
  if (now === undefined) return [payloadRemoved(comparison, pair, old)]
  const place = { at: pair.place, pointer: now.pointer, oldPointer: old.pointer }
  const type = (slot: Slot): string => (slot.mediaType ?? 'application/json').toLowerCase()
  if (type(old.slot) !== type(now.slot)) {
    const message = `it travels as ${type(now.slot)} now, did as ${type(old.slot)}`
    const verdict = { severity: 'breaking', direction: pair.flow.direction, needsNewProvider: true } as const
    return [found('media-type-changed', { ...verdict, ...place, message })]
  }
  return [
    ...comparePresence(pair.flow, place, [old.slot, now.slot]),
    ...compareSizes(pair.flow, place, [old.slot, now.slot]),
    ...compareStrictness(comparison, pair.flow, place, [old.slot, now.slot]),
    ...comparePayloadSchemas(comparison, {
      ...{ old: withNames(old.slot.schema, comparison.old.$defs, pair.renamed), now: now.slot.schema, flow: pair.flow },
      ...{ place: pair.place, pointer: `${now.pointer}/schema`, oldPointer: `${old.pointer}/schema` },
    }),
  ]
}

/** Two schemas of values that travel, or that others build on. */
export interface SchemaPair {
  readonly old: JsonSchema
  readonly now: JsonSchema
  readonly flow: Flow
  readonly place: string
  readonly pointer: string
  readonly oldPointer: string
}

export function comparePayloadSchemas(comparison: Comparison, pair: SchemaPair): readonly ContractFinding[] {
  const annotations = compareAnnotations(comparison, pair)
  const findings = [...comparePair(comparison, pair), ...annotations]
  const isTyped = ({ rule }: ContractFinding): boolean => !isOfWords(rule)
  const parts = findings.some(isTyped) ? declaredBumps(comparison, pair) : {}
  return findings
    .map((finding) => (isTyped(finding) && Object.keys(parts).length > 0 ? { ...finding, parts } : finding))
    .map((finding) => inSlot(finding, pair))
}

/** What a named schema brings is said once for all the slots that use it. */
function inSlot(finding: ContractFinding, { place, pointer }: SchemaPair): ContractFinding {
  return finding.pointer.startsWith('/$defs/') && !pointer.startsWith('/$defs/')
    ? { ...finding, slots: [place] }
    : finding
}

function payloadAdded(comparison: Comparison, pair: PayloadPair, now: PlacedSlot): ContractFinding {
  const required = isRequired(comparison, pair, now.slot)
  const place = { direction: pair.flow.direction, at: pair.place, pointer: now.pointer, oldPointer: pair.oldPointer }
  const verdict = judge(pair.flow, { narrowed: required, widened: false })
  if (required) return found('payload-required', { ...place, ...verdict, message: `${pair.place} must be there now` })
  return found('payload-added', { ...place, ...verdict, message: `${pair.place} may be there now` })
}

function payloadRemoved(comparison: Comparison, pair: PayloadPair, old: PlacedSlot): ContractFinding {
  const required = isRequired(comparison, pair, old.slot)
  const place = { direction: pair.flow.direction, at: pair.place, pointer: pair.pointer, oldPointer: old.pointer }
  const verdict = judge(pair.flow, { narrowed: false, widened: required })
  return found('payload-removed', { ...place, ...verdict, message: `${pair.place} is gone` })
}

/** Whether leaving it out breaks the slot. */
function isRequired(comparison: Comparison, { mayBeEmpty }: PayloadPair, slot: Slot): boolean {
  if (slot.optional === true) return false
  if (!mayBeEmpty) return true
  const $defs = comparison.now.slots.includes(slot) ? comparison.now.$defs : comparison.old.$defs
  const schema = resolve(slot.schema, $defs)
  if (isRecord(schema) && Array.isArray(schema['required'])) return schema['required'].length > 0
  return compareInTime(comparison, [{ const: {} }, slot.schema], { newDefs: $defs }).level !== 'compatible'
}

type Slots = readonly [old: Slot, now: Slot]
type Place = Pick<ContractFinding, 'at' | 'pointer' | 'oldPointer'>

function comparePresence(flow: Flow, place: Place, [old, now]: Slots): readonly ContractFinding[] {
  if (old.optional === now.optional) return []
  const verdict = judge(flow, { narrowed: old.optional === true, widened: now.optional === true })
  const where = { direction: flow.direction, ...place, ...verdict } as const
  if (now.optional === true)
    return [found('payload-optional', { ...where, message: `${place.at} may be left out now` })]
  return [found('payload-required', { ...where, message: `${place.at} must be there now` })]
}

function compareSizes(flow: Flow, place: Place, [old, now]: Slots): readonly ContractFinding[] {
  const [before, after] = [old.maxBytes ?? Infinity, now.maxBytes ?? Infinity]
  if (before === after) return []
  const lowered = after < before
  const verdict = judge(flow, { narrowed: lowered, widened: !lowered })
  const limit = (bytes: number): string => (bytes === Infinity ? 'of any size' : `of ${bytes} bytes at most`)
  const message = `it is ${limit(after)} now, was ${limit(before)}`
  return [
    found(lowered ? 'size-limit-lowered' : 'size-limit-raised', {
      direction: flow.direction,
      ...place,
      ...verdict,
      message,
    }),
  ]
}

/** Writers never send undeclared properties, so that it matters only to those who are not built from the contract. */
function compareStrictness(
  { policy }: Comparison,
  flow: Flow,
  place: Place,
  [old, now]: Slots,
): readonly ContractFinding[] {
  if (old.strict === now.strict) return []
  const counts = policy === 'strict'
  const verdict = judge(flow, { narrowed: counts && now.strict === true, widened: counts && old.strict === true })
  const message =
    now.strict === true ? 'readers refuse undeclared properties now' : 'readers ignore undeclared properties now'
  return [found('strictness-changed', { direction: flow.direction, ...place, ...verdict, message })]
}

function withNames(
  schema: JsonSchema,
  $defs: Readonly<Record<string, JsonSchema>>,
  renamed: ReadonlyMap<string, string> | undefined,
): JsonSchema {
  const target = renamed === undefined ? undefined : resolve(schema, $defs)
  if (renamed === undefined || !isRecord(target) || !isRecord(target['properties'])) return schema
  const rename = (name: string): string => renamed.get(name) ?? name
  const properties = Object.fromEntries(
    Object.entries(target['properties']).map(([name, value]) => [rename(name), value]),
  )
  const required = Array.isArray(target['required'])
    ? target['required'].map((name) => rename(String(name)))
    : undefined
  return { ...target, properties, ...(required === undefined ? {} : { required }) }
}

function resolve(schema: JsonSchema, $defs: Readonly<Record<string, JsonSchema>>): JsonSchema {
  if (!isRecord(schema) || typeof schema['$ref'] !== 'string' || !schema['$ref'].startsWith('#/$defs/')) return schema
  const name = schema['$ref'].slice('#/$defs/'.length)
  return Object.hasOwn($defs, name) ? ($defs[name] as JsonSchema) : schema
}
