import type { ContractDocument, Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { nameBook, type NameBook } from '../names.ts'
import { present } from '../read/head.ts'
import { writeSchema } from './write-schema.ts'

/** What the edges of a pattern come to in AsyncAPI. */
export interface Written {
  readonly channels: Readonly<Record<string, object>>
  readonly operations: Readonly<Record<string, object>>
}

export function slotOf({ slots }: ContractDocument, at: string): Slot {
  return slots.find((slot) => slot.at === at) as Slot
}

/** Names beside those that are taken, to the letter. */
export function freshNames(taken: readonly string[]): NameBook {
  return nameBook(taken)
}

interface Message {
  readonly name: string
  readonly slot: Slot
  readonly headers?: Slot | undefined
  readonly summary?: string | undefined
  readonly description?: string | undefined
  /** What AsyncAPI has no word for. */
  readonly more?: object
}

export function messageObject({ name, slot, headers, summary, description, more = {} }: Message): object {
  const said = { ...present({ maxBytes: slot.maxBytes }), ...more }
  return {
    name,
    ...present({ summary, description }),
    contentType: slot.mediaType ?? 'application/json',
    ...(headers === undefined ? {} : { headers: headersSchema(headers) }),
    payload: writeSchema(slot.schema),
    ...(Object.keys(said).length === 0 ? {} : { 'x-tessera-message': said }),
  }
}

/** AsyncAPI wants it said that headers are an object. */
function headersSchema({ schema }: Slot): unknown {
  return isRecord(schema) && '$ref' in schema ? { ...(writeSchema(schema) as object) } : writeSchema(schema)
}

/** A reference into the document, escaped. */
export function ref(...tokens: readonly string[]): object {
  const path = tokens.map((token) => token.replaceAll('~', '~0').replaceAll('/', '~1'))
  return { $ref: `#/${path.join('/')}` }
}
