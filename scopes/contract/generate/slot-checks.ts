import type { Side, Slot } from '@tessera/contract.define/document'
import { codecTest } from './codecs.ts'
import type { Direction } from './convert-schema.ts'
import { type Model, type Operation, slotOf } from './model.ts'

/** A function that checks a slot in one direction. */
export interface SlotCheck {
  readonly name: string
  readonly slot: Slot
  /** By this side: checked closed. Else it is read: checked open, with defaults filled in. */
  readonly sent: boolean
}

/** The checks of all slots that the contract's edges name. What either side sends has one for each direction. */
export function slotChecks(model: Model, self: Side): readonly SlotCheck[] {
  return usedSlots(model).flatMap((slot): SlotCheck[] => {
    const name = model.checkName(slot.at)
    if (slot.sentBy !== 'either') return [{ name, slot, sent: slot.sentBy === self }]
    return [
      { name, slot, sent: false },
      { name: model.checkName(slot.at, 'sent'), slot, sent: true },
    ]
  })
}

/** A function that converts the payload of a slot in one direction. */
export interface SlotCodec {
  readonly name: string
  readonly slot: Slot
  readonly direction: Direction
}

/** Which side of the contract code speaks for; mocks speak for both. */
export type Speaker = Side | 'both'

/** What the speaker encodes because it sends it, and decodes because it receives it; headers of messages stay text. */
export function slotCodecs(model: Model, self: Speaker): readonly SlotCodec[] {
  const converts = codecTest(model.defs)
  const headers = new Set(model.exchanges.flatMap(({ message, reply }) => [message.headers, reply?.headers]))
  const slots = usedSlots(model).filter(({ at, schema }) => converts(schema) && !headers.has(at))
  return slots.flatMap((slot) => {
    const both = self === 'both' || slot.sentBy === 'either'
    const directions: readonly Direction[] = both ? ['encode', 'decode'] : [slot.sentBy === self ? 'encode' : 'decode']
    return directions.map((direction) => ({ name: model.checkName(slot.at, direction), slot, direction }))
  })
}

/** A model, and who speaks. */
export interface SpokenModel extends Model {
  /** By `at` of the slot, the members of its definition that convert it. */
  readonly codecs: ReadonlyMap<string, Readonly<Partial<Record<Direction, string>>>>
}

export function spokenBy(model: Model, self: Speaker): SpokenModel {
  const codecs = new Map<string, Readonly<Partial<Record<Direction, string>>>>()
  for (const { slot, direction, name } of slotCodecs(model, self)) {
    codecs.set(slot.at, { ...codecs.get(slot.at), [direction]: name })
  }
  return { ...model, codecs }
}

function usedSlots(model: Model): readonly Slot[] {
  const { operations, webhooks, exchanges } = model
  const used = [
    ...[...operations, ...webhooks].flatMap(operationSlots),
    ...exchanges.flatMap(({ message, reply }) =>
      [message, reply].flatMap((payload) => [payload?.headers, payload?.at]),
    ),
  ]
  return [...new Set(used.filter((at) => at !== undefined))].map((at) => slotOf(model, at))
}

function operationSlots({ request, responses }: Operation): readonly (string | undefined)[] {
  return [...Object.values(request), ...Object.values(responses).flatMap(({ headers, body }) => [headers, body])]
}
