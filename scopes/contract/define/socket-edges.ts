import type { SocketItem } from './document.ts'
import type { Finder } from './finder.ts'
import { described, present } from './head.ts'
import { checkOptions } from './options-check.ts'
import { escapePointer } from './shape.ts'
import { type Edges, otherSide, payloadSlot, type SlotDraft } from './slots.ts'
import type { SocketContract, SocketItemInput } from './sockets.ts'

const ITEM = ['sentBy', 'payload', 'reply', 'deadlineMs', 'summary', 'description', 'deprecated', 'sunset']

/** Items in authored order, each with the slots of its message and reply. */
export function socketEdges({ items, windowBytes, heartbeatMs }: SocketContract, found: Finder): Edges {
  const edges = Object.entries(items).map(([name, input]) => {
    checkOptions({ at: `/items/${escapePointer(name)}`, what: 'an item', given: input, options: ITEM }, found)
    return { name, ...itemEdge(name, input) }
  })
  const fields = {
    connection: { windowBytes, heartbeatMs },
    items: Object.fromEntries(edges.map(({ name, item }) => [name, item])),
  }
  return { fields, slots: edges.flatMap(({ slots }) => slots), exports: {} }
}

function itemEdge(name: string, input: SocketItemInput): { item: SocketItem; slots: readonly SlotDraft[] } {
  const { sentBy, deadlineMs } = input
  const payload = payloadSlot(`${name}/message`, sentBy, input.payload)
  const reply = input.reply && payloadSlot(`${name}/reply`, otherSide(sentBy), input.reply)
  const item = {
    sentBy,
    ...described(input),
    ...present({ deadlineMs }),
    payload: payload.at,
    ...present({ reply: reply?.at }),
  }
  return { item, slots: reply === undefined ? [payload] : [payload, reply] }
}
