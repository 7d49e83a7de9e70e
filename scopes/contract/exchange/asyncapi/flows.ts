import type { Side } from '@tessera/contract.define/document'
import type { Reading } from '../openapi/reading.ts'
import { items, member, members, type Place } from '../read/place.ts'

/** What one operation sends or takes on one channel, and what answers it. */
export interface Flow {
  /** Key of the operation; of the channel where no operation names it. */
  readonly name: string
  readonly operation: Place | undefined
  readonly channel: Place
  readonly channelKey: string
  readonly sentBy: Side
  readonly messages: readonly NamedMessage[]
  readonly reply: readonly NamedMessage[]
}

export interface NamedMessage {
  /** Its key in the channel. */
  readonly key: string
  readonly place: Place
}

/** Every operation, and every channel that none of them uses. The application that is described is the provider. */
export function readFlows(root: Place, reading: Reading): readonly Flow[] {
  const channels = members(member(root, 'channels')).map(
    ([key, place]) => [key, reading.library.follow(place)] as const,
  )
  const flows = members(member(root, 'operations')).flatMap(([name, place]) => {
    const flow = readFlow(name, reading.library.follow(place), { channels, reading })
    return flow === undefined ? [] : [flow]
  })
  const used = new Set(flows.flatMap((flow) => [flow.channel.pointer, replyChannel(flow, reading)?.pointer]))
  const idle = channels.filter(([, { pointer }]) => !used.has(pointer))
  return [...flows, ...idle.flatMap(([key, channel]) => idleFlow(key, channel, reading))]
}

interface Around {
  readonly channels: readonly (readonly [key: string, channel: Place])[]
  readonly reading: Reading
}

function readFlow(name: string, operation: Place, { channels, reading }: Around): Flow | undefined {
  const channel = reading.library.follow(member(operation, 'channel'))
  const found = channels.find(([, { pointer, file }]) => pointer === channel.pointer && file === channel.file)
  const action = member(operation, 'action').value
  if (found === undefined || (action !== 'send' && action !== 'receive')) {
    const message = 'an operation needs a channel of the document, and an action: send or receive'
    reading.notes.lost('OPERATION_DROPPED', operation, message, `${name} is left out`)
    return undefined
  }
  const messages = messagesOf(member(operation, 'messages'), channel, reading)
  if (messages.length === 0) {
    reading.notes.lost('OPERATION_DROPPED', operation, 'no message goes through its channel', `${name} is left out`)
    return undefined
  }
  const sentBy = action === 'send' ? 'provider' : 'consumer'
  const flow = { name, operation, channel, channelKey: found[0], sentBy, messages } as const
  return { ...flow, reply: replyMessages({ ...flow, reply: [] }, reading) }
}

function replyChannel({ operation }: Flow, { library }: Reading): Place | undefined {
  const reply = operation && library.follow(member(operation, 'reply'))
  const channel = reply && library.follow(member(reply, 'channel'))
  return channel?.value === undefined ? undefined : channel
}

function replyMessages(flow: Flow, reading: Reading): readonly NamedMessage[] {
  const { operation } = flow
  if (operation === undefined) return []
  const reply = reading.library.follow(member(operation, 'reply'))
  if (reply.value === undefined) return []
  return messagesOf(member(reply, 'messages'), replyChannel(flow, reading) ?? flow.channel, reading)
}

/** Those that are named, else all of the channel. */
function messagesOf(named: Place, channel: Place, { library }: Reading): readonly NamedMessage[] {
  const all = members(member(channel, 'messages'))
  if (!Array.isArray(named.value)) return all.map(([key, place]) => ({ key, place: library.follow(place) }))
  return items(named).map((place) => {
    const ref = String(member(place, '$ref').value ?? '')
    const key = ref.slice(ref.lastIndexOf('/') + 1) || 'message'
    return { key: key.replaceAll('~1', '/').replaceAll('~0', '~'), place: library.follow(place) }
  })
}

function idleFlow(key: string, channel: Place, reading: Reading): readonly Flow[] {
  const messages = messagesOf({ ...channel, value: undefined }, channel, reading)
  if (messages.length === 0) return []
  reading.notes.changed('SENDER_ASSUMED', channel, 'no operation says who sends on it', 'the provider does')
  return [{ name: key, operation: undefined, channel, channelKey: key, sentBy: 'provider', messages, reply: [] }]
}
