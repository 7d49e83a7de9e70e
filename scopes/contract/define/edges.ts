import type { ContractDocument } from './document.ts'
import { escapePointer } from './shape.ts'

/** Where an edge of a document names a slot. */
export interface SlotUse {
  /** JSON pointer of the name. */
  readonly pointer: string
  /** The operation, channel, item or event. */
  readonly edge: string
  readonly at: string
}

/** Every place where operations, channels, items and events name a slot, in the order of the document. */
export function slotUses(document: ContractDocument): readonly SlotUse[] {
  return [
    ...usesOf('operations', document.operations, ({ request, responses }) => [
      ...named('request', request),
      ...Object.entries(responses).flatMap(([status, { body, headers }]) =>
        named(`responses/${status}`, { headers, body }),
      ),
    ]),
    ...usesOf('channels', document.channels, ({ message, reply }) => [
      ...named('message', { headers: message.headers, payload: message.payload }),
      ...(reply === undefined ? [] : named('reply', { headers: reply.headers, payload: reply.payload })),
    ]),
    ...usesOf('items', document.items, ({ payload, reply }) => named('', { payload, reply })),
    ...usesOf('events', document.events, ({ data }) => named('', { data })),
  ]
}

type Named = readonly (readonly [path: string, at: string])[]

function usesOf<T>(
  field: string,
  edges: Readonly<Record<string, T>> | undefined,
  slots: (edge: T) => Named,
): readonly SlotUse[] {
  return Object.entries(edges ?? {}).flatMap(([edge, value]) =>
    slots(value).map(([path, at]) => ({ pointer: `/${field}/${escapePointer(edge)}/${path}`, edge, at })),
  )
}

function named(prefix: string, slots: Readonly<Record<string, string | undefined>>): Named {
  return Object.entries(slots).flatMap(([part, at]) =>
    at === undefined ? [] : [[prefix === '' ? part : `${prefix}/${part}`, at] as const],
  )
}
