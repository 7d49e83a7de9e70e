import type { Side, Slot } from '@tessera/contract.define/document'
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
