import type { z } from 'zod'
import type { ContractDocument, Slot } from './document.ts'
import { type Body, type Payload, toSchema, unwrap } from './payload.ts'

/** A slot before its schema is turned into JSON Schema. */
export type SlotDraft = Omit<Slot, 'schema' | 'strict'> & { readonly schema: z.core.$ZodType }

/** What a pattern gives: its fields of the document, the slots they name, and the schemas others may import. */
export interface Edges {
  readonly fields: Partial<ContractDocument>
  readonly slots: readonly SlotDraft[]
  readonly exports: Readonly<Record<string, z.core.$ZodType>>
}

/** The slot of a whole payload: its options are the slot's. */
export function payloadSlot(at: string, sentBy: Slot['sentBy'], body: Body): SlotDraft {
  return { at, sentBy, ...unwrap(body) }
}

/** The slot of named fields beside a payload: parameters or headers. */
export function fieldsSlot(at: string, sentBy: Slot['sentBy'], fields: Payload): SlotDraft {
  return { at, sentBy, schema: toSchema(fields) }
}

export function otherSide(side: Slot['sentBy']): Slot['sentBy'] {
  switch (side) {
    case 'provider':
      return 'consumer'
    case 'consumer':
      return 'provider'
    case 'either':
      return 'either'
  }
}
