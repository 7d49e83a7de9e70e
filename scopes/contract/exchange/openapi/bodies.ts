import type { JsonSchema, Slot } from '@tessera/contract.define/document'
import { member, members, type Place } from '../read/place.ts'
import type { Reading } from './reading.ts'

interface Body {
  readonly at: string
  readonly sentBy: Slot['sentBy']
  /** Media types with what each holds. */
  readonly content: Place
}

/** The slot of a body in the media type that a contract prefers; others are noted. Nothing where there is no body. */
export function bodySlot({ at, sentBy, content }: Body, reading: Reading): Slot | undefined {
  const types = members(content)
  const best = types.toSorted(([a], [b]) => preference(a) - preference(b))[0]
  if (best === undefined) return undefined
  const [said, place] = best
  for (const [other, dropped] of types) {
    if (other === said) continue
    const message = `a contract has one media type for each payload, here ${said}`
    reading.notes.lost('MEDIA_TYPE_DROPPED', dropped, message, `${other} is left out`)
  }
  const mediaType = reading.own ? said : bare(said)
  const { maxBytes } = (member(place, 'x-tessera-slot').value ?? {}) as { readonly maxBytes?: number }
  return {
    ...{ at, sentBy },
    ...(mediaType === 'application/json' ? {} : { mediaType }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    schema: schemaOf(place, mediaType, reading),
  }
}

/** JSON first, then what is JSON by another name, then forms, then texts, then anything. */
function preference(mediaType: string): number {
  const type = bare(mediaType)
  const order = [/^application\/json$/, /\+json$/, /^application\/x-www-form-urlencoded$/, /^multipart\//, /^text\//]
  const rank = order.findIndex((pattern) => pattern.test(type))
  return rank < 0 ? order.length : rank
}

/** Without parameters; ranges mean the usual one. */
function bare(mediaType: string): string {
  const type = (mediaType.split(';')[0] ?? '').trim().toLowerCase()
  return type === '*/*' || type === 'application/*' || !type.includes('/') ? 'application/json' : type
}

function schemaOf(place: Place, mediaType: string, { book, notes, own }: Reading): JsonSchema {
  const schema = member(place, 'schema')
  if (!own) noteExamples(place, notes)
  if (schema.value !== undefined) return book.schema(schema)
  return mediaType.startsWith('text/') ? { type: 'string' } : {}
}

function noteExamples(place: Place, notes: Reading['notes']): void {
  for (const word of ['example', 'examples']) {
    const examples = member(place, word)
    if (examples.value === undefined) continue
    const message = 'whole bodies as examples would fill the contract'
    notes.changed('EXAMPLES_DROPPED', examples, message, 'mocks make them; examples of properties are kept')
  }
}
