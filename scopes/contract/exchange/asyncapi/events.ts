import type { Slot, ThinEvent } from '@tessera/contract.define/document'
import type { Reading } from '../openapi/reading.ts'
import { present } from '../read/head.ts'
import { member, members, type Place, text } from '../read/place.ts'

interface Events {
  readonly events: Readonly<Record<string, ThinEvent>>
  readonly slots: readonly Slot[]
}

/** Thin events as `toAsyncApi` writes them: each a message whose payload is a CloudEvent. */
export function readEvents(root: Place, { library, book }: Reading): Events {
  const channel = library.follow(member(member(root, 'channels'), 'events'))
  const all = members(member(channel, 'messages')).map(([name, place]) => {
    const message = library.follow(place)
    const { type, orderBy, details, deprecated, sunset } = extensionOf(message)
    const { maxBytes } = (member(message, 'x-tessera-message').value ?? {}) as { readonly maxBytes?: number }
    const data = member(member(library.follow(member(message, 'payload')), 'properties'), 'data')
    const slot: Slot = {
      ...{ at: `${name}/data`, sentBy: 'provider' },
      ...(maxBytes === undefined ? {} : { maxBytes }),
      schema: book.schema(data),
    }
    const edge: ThinEvent = {
      ...present({ type, summary: text(message, 'summary'), description: text(message, 'description') }),
      ...present({ deprecated, sunset, orderBy }),
      data: slot.at,
      ...present({ details }),
    }
    return { name, edge, slot }
  })
  return {
    events: Object.fromEntries(all.map(({ name, edge }) => [name, edge])),
    slots: all.map(({ slot }) => slot),
  }
}

function extensionOf(message: Place): Partial<ThinEvent> {
  return (member(message, 'x-tessera-event').value ?? {}) as Partial<ThinEvent>
}
