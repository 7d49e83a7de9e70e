import { suggestion } from '@tessera/core.model'
import type { Channel, MessageEdge, Side } from './document.ts'
import type { Finder } from './finder.ts'
import { described, present, requirements } from './head.ts'
import type { ChannelInput, MessageInput, MessagingContract } from './messaging.ts'
import { checkOptions } from './options-check.ts'
import { type Edges, fieldsSlot, otherSide, payloadSlot, type SlotDraft } from './slots.ts'
import { escapePointer } from './shape.ts'

const MESSAGE = ['payload', 'headers', 'summary', 'description', 'deprecated', 'sunset']
const CHANNEL = [
  ...['address', 'sentBy', 'message', 'replyWith', 'delivery', 'orderBy', 'retry', 'deadlineMs', 'security'],
  ...['summary', 'description', 'deprecated', 'sunset'],
]

/** Channels in authored order, each with the slots of its message and reply. */
export function messagingEdges(contract: MessagingContract, found: Finder): Edges {
  const { messages } = contract
  for (const [name, input] of Object.entries(messages)) {
    checkOptions({ at: `/messages/${escapePointer(name)}`, what: 'a message', given: input, options: MESSAGE }, found)
  }
  reportUnused(contract, found)
  const edges = Object.entries(contract.channels).map(([name, input]) => {
    checkOptions({ at: `/channels/${escapePointer(name)}`, what: 'a channel', given: input, options: CHANNEL }, found)
    return { name, ...channelEdge(name, input, { messages, found }) }
  })
  const channels = Object.fromEntries(edges.flatMap(({ name, channel }) => (channel ? [[name, channel]] : [])))
  return { fields: { channels }, slots: edges.flatMap(({ slots }) => slots), exports: {} }
}

/** A message that no channel names would be lost. */
function reportUnused({ messages, channels }: MessagingContract, found: Finder): void {
  const used = new Set(Object.values(channels).flatMap(({ message, replyWith }) => [message, replyWith]))
  for (const name of Object.keys(messages).filter((message) => !used.has(message))) {
    const message = `no channel carries the message "${name}", so nothing is made of it`
    found.warn('UNUSED_MESSAGE', `/messages/${escapePointer(name)}`, message, 'name it in a channel, or take it out')
  }
}

interface Around {
  readonly messages: MessagingContract['messages']
  readonly found: Finder
}

interface ChannelEdge {
  readonly channel?: Channel
  readonly slots: readonly SlotDraft[]
}

function channelEdge(name: string, input: ChannelInput, { messages, found }: Around): ChannelEdge {
  const at = `/channels/${escapePointer(name)}`
  const message = pickMessage(messages, input.message, { at: `${at}/message`, found })
  const reply =
    input.replyWith === undefined ? undefined : pickMessage(messages, input.replyWith, { at: `${at}/replyWith`, found })
  if (message === undefined) return { slots: [] }
  const { address, sentBy, delivery, orderBy, retry, deadlineMs } = input
  const sent = messageEdge(`${name}/message`, sentBy, message)
  const answer = reply && messageEdge(`${name}/reply`, otherSide(sentBy) as Side, reply)
  const channel: Channel = {
    ...present({ address }),
    ...described(input),
    sentBy,
    delivery,
    ...present({ orderBy, retry, deadlineMs, security: requirements(input.security) }),
    message: sent.edge,
    ...present({ reply: answer?.edge }),
  }
  return { channel, slots: [...sent.slots, ...(answer?.slots ?? [])] }
}

interface NamedMessage {
  readonly name: string
  readonly input: MessageInput
}

function pickMessage(
  messages: Around['messages'],
  name: string,
  { at, found }: { at: string; found: Finder },
): NamedMessage | undefined {
  const input = Object.hasOwn(messages, name) ? messages[name] : undefined
  if (input !== undefined) return { name, input }
  const names = Object.keys(messages)
  const message = `"${name}" is no message of this contract${suggestion(name, names)}`
  found.error('UNKNOWN_MESSAGE', at, message, `messages are ${names.join(', ') || 'not declared yet'}`)
  return undefined
}

function messageEdge(
  at: string,
  sentBy: Side,
  { name, input }: NamedMessage,
): { edge: MessageEdge; slots: readonly SlotDraft[] } {
  const headers = input.headers && fieldsSlot(`${at}/headers`, sentBy, input.headers)
  const payload = payloadSlot(at, sentBy, input.payload)
  const edge = { name, ...described(input), ...present({ headers: headers?.at }), payload: payload.at }
  return { edge, slots: headers === undefined ? [payload] : [headers, payload] }
}
