import type { Slot, SocketItem } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { memberName } from '../names.ts'
import type { Reading, WithSlots } from '../openapi/reading.ts'
import { present } from '../read/head.ts'
import { member, type Place, text } from '../read/place.ts'
import { type Flow, type NamedMessage, readFlows } from './flows.ts'
import { noteBindings, readPayload, withTraits } from './messages.ts'

interface Items {
  readonly items: Readonly<Record<string, SocketItem>>
  readonly slots: readonly Slot[]
}

interface ItemFlow {
  readonly message: NamedMessage
  readonly flow: Flow
  readonly sentBy: SocketItem['sentBy']
}

/** An item for each message that starts something; one that goes both ways is sent by either. */
export function readItems(root: Place, reading: Reading): Items {
  const flows = readFlows(root, reading)
  noteChannels(flows, reading)
  const all = bothWays(flows).map((item) => {
    const name = reading.own ? item.message.key : reading.names.take(memberName(nameOf(item.message), 'item'))
    return { name, ...readItem(name, item, reading) }
  })
  return {
    items: Object.fromEntries(all.map(({ name, edge }) => [name, edge])),
    slots: all.flatMap(({ slots }) => slots),
  }
}

function nameOf({ place, key }: NamedMessage): string {
  return text(place, 'name') ?? key
}

function bothWays(flows: readonly Flow[]): readonly ItemFlow[] {
  const found = new Map<string, ItemFlow>()
  for (const flow of flows) {
    for (const message of flow.messages) {
      const key = `${message.place.file}#${message.place.pointer}`
      const other = found.get(key)
      const sentBy = other === undefined || other.sentBy === flow.sentBy ? flow.sentBy : 'either'
      const richer = other !== undefined && other.flow.reply.length > 0 ? other.flow : flow
      found.set(key, { message, flow: richer, sentBy })
    }
  }
  return [...found.values()]
}

function readItem(name: string, { message, flow, sentBy }: ItemFlow, reading: Reading): WithSlots<SocketItem> {
  const { value } = member(message.place, 'x-tessera-item')
  const said: Partial<SocketItem> = isRecord(value) ? value : {}
  const at = `${name}/message`
  const replier = sentBy === 'either' ? 'either' : sentBy === 'provider' ? 'consumer' : 'provider'
  const payload: Slot = { at, sentBy, ...readPayload([message], reading) }
  const reply: Slot | undefined =
    flow.reply.length === 0 ? undefined : { at: `${name}/reply`, sentBy: replier, ...readPayload(flow.reply, reading) }
  if (flow.reply.length > 1) {
    const why = `${flow.reply.map(({ key }) => key).join(', ')} answer ${name}, which has one kind of reply`
    reading.notes.changed('MESSAGES_MERGED', flow.operation ?? flow.channel, why, 'the reply is any of them')
  }
  const edge: SocketItem = {
    sentBy,
    ...present({
      summary: text(message.place, 'summary') ?? (reading.own ? undefined : text(message.place, 'title')),
      description: text(message.place, 'description'),
      deprecated: said.deprecated,
      sunset: said.sunset,
      deadlineMs: said.deadlineMs,
    }),
    payload: at,
    ...present({ reply: reply?.at }),
  }
  return { edge, slots: reply === undefined ? [payload] : [payload, reply] }
}

function noteChannels(flows: readonly Flow[], reading: Reading): void {
  const channels = new Map(flows.map(({ channel }) => [channel.pointer, channel]))
  for (const channel of channels.values()) noteBindings(member(channel, 'bindings'), reading)
  for (const { operation } of flows) {
    if (operation !== undefined) noteBindings(withTraits(operation, 'bindings', reading), reading)
  }
  const [first, ...others] = channels.values()
  if (reading.own || first === undefined) return
  const parameters = member(first, 'parameters')
  if (parameters.value !== undefined) {
    const message = 'what the address of a connection says is for whoever opens it'
    reading.notes.lost('ADDRESS_PARAMETERS', parameters, message, 'it is left out: give the client the whole URL')
  }
  for (const other of others) {
    const message = 'a socket contract is about one connection'
    reading.notes.changed('CHANNELS_MERGED', other, message, 'its messages go over the same connection')
  }
}
