import { type ContractDocument, type JsonSchema, normalizeDocument, type Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import type { Imported } from '../exchange.ts'
import type { Reading } from '../openapi/reading.ts'
import { endless, withoutRefs } from '../schema/endless.ts'
import { tidy } from '../schema/tidy.ts'
import { fitSlots, nameStyles } from './fit.ts'
import type { Place } from './place.ts'

/** A document before its schemas are tidied and its definitions collected. */
export type Draft = Omit<ContractDocument, 'formatVersion' | '$defs'>

/** Closes a document: every schema it uses, tidied where it is foreign, and nothing else. */
export function finish(draft: Draft, { book, notes, own, library }: Reading): Imported {
  const found = book.definitions()
  const raw = own ? found : withoutEndless(found, { book, notes })
  const how = { notes, $defs: raw }
  const tidied = (schema: JsonSchema, place: Place): JsonSchema => (own ? schema : tidy(schema, place, how))
  const $defs = Object.fromEntries(
    Object.entries(raw).map(([name, schema]) => [name, tidied(schema, book.placeOf(name) ?? library.root)]),
  )
  const plain = draft.slots.map((slot) => ({ ...slot, schema: tidied(slot.schema, library.root) }))
  const operations = own ? draft.operations : draft.operations && nameStyles(draft.operations, plain, { $defs })
  const fitted = own ? plain : fitSlots(plain, operations ?? {}, { notes, $defs, root: library.root })
  const slots = fitted.map((slot) => withStrict(slot, $defs))
  if (!own) noteStrict(slots, { notes, root: library.root })
  const styled = operations === undefined ? draft : { ...draft, operations }
  const document = normalizeDocument({ ...styled, formatVersion: 1, slots, $defs: used({ ...draft, slots }, $defs) })
  return { document, diagnostics: notes.diagnostics }
}

function withoutEndless(
  $defs: ContractDocument['$defs'],
  { book, notes }: Pick<Reading, 'book' | 'notes'>,
): ContractDocument['$defs'] {
  const cut = endless($defs)
  for (const name of cut.keys()) {
    const message = `${name} contains itself about the same value, so no value could ever be checked`
    notes.lost('ENDLESS_REFERENCE', book.placeOf(name) as Place, message, 'the inner reference is left out')
  }
  return Object.fromEntries(
    Object.entries($defs).map(([name, schema]) => [name, withoutRefs(schema, cut.get(name) ?? NONE)]),
  )
}

const NONE: ReadonlySet<string> = new Set()

/** As `toDocument` says it: readers refuse undeclared properties too. */
function withStrict(slot: Slot, $defs: ContractDocument['$defs']): Slot {
  const target = resolved(slot.schema, $defs)
  return isRecord(target) && target['additionalProperties'] === false ? { ...slot, strict: true } : slot
}

/** A document that closes its objects takes more upon itself than most who write it know. */
function noteStrict(
  slots: readonly Slot[],
  { notes, root }: { readonly notes: Reading['notes']; readonly root: Place },
): void {
  const count = slots.filter(({ strict, sentBy }) => strict === true && sentBy !== 'consumer').length
  if (count === 0) return
  const message = `${count} payload${count === 1 ? '' : 's'} of the provider say${count === 1 ? 's' : ''} "additionalProperties": false`
  const instead = 'their readers refuse what they do not know, so that one field more breaks them: z.object is open'
  notes.changed('STRICT_READERS', root, message, instead)
}

function resolved(schema: JsonSchema, $defs: ContractDocument['$defs'], depth = 50): JsonSchema {
  if (!isRecord(schema) || typeof schema['$ref'] !== 'string' || depth === 0) return schema
  return resolved($defs[nameOf(schema['$ref'])] ?? true, $defs, depth - 1)
}

/** Tidying and tags leave some definitions without a user. */
function used(draft: Pick<Draft, 'slots' | 'exports'>, $defs: ContractDocument['$defs']): ContractDocument['$defs'] {
  const open = [...draft.exports, ...draft.slots.flatMap(({ schema }) => refsIn(schema))]
  const names = new Set<string>()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (names.has(name)) continue
    names.add(name)
    open.push(...refsIn($defs[name]))
  }
  return Object.fromEntries(Object.entries($defs).filter(([name]) => names.has(name)))
}

/** Names in `$defs` that a schema refers to. Values that look like references lead to no name, or keep one too many. */
export function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [nameOf(inner)] : refsIn(inner),
  )
}

function nameOf(ref: string): string {
  return ref.replace('#/$defs/', '')
}
