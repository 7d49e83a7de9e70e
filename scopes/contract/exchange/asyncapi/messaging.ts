import type { Channel, Delivery, MessageEdge, Side, Slot } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { memberName, type NameBook, nameBook } from '../names.ts'
import type { Reading, WithSlots } from '../openapi/reading.ts'
import { present } from '../read/head.ts'
import { member, members, type Place, text } from '../read/place.ts'
import { type Flow, type NamedMessage, readFlows } from './flows.ts'
import { headersSlot, noteBindings, readPayload, withTraits } from './messages.ts'
import { readSecurity } from './security.ts'

interface Channels {
  readonly channels: Readonly<Record<string, Channel>>
  readonly slots: readonly Slot[]
}

/** A channel for each flow. */
export function readChannels(root: Place, reading: Reading): Channels {
  const flows = readFlows(root, reading)
  const shared = { flows, messages: nameBook(), known: new Map(), addresses: new Set<string>() }
  const all = flows.map((flow) => {
    const name = channelName(flow, flows, reading)
    return { name, ...readChannel({ name, flow, ...shared }, reading) }
  })
  return {
    channels: Object.fromEntries(all.map(({ name, edge }) => [name, edge])),
    slots: all.flatMap(({ slots }) => slots),
  }
}

/** The name of the channel where one flow goes through it, else of the operation. */
function channelName({ channelKey, name }: Flow, flows: readonly Flow[], { names, own }: Reading): string {
  const alone = flows.filter((flow) => flow.channelKey === channelKey).length === 1
  const said = alone ? channelKey : name
  return own ? said : names.take(memberName(said, 'channel'))
}

interface ReadingChannel {
  readonly name: string
  readonly flow: Flow
  /** Names of messages. */
  readonly messages: NameBook
  /** Names that messages have already, by where they stand. */
  readonly known: Map<string, string>
  readonly addresses: Set<string>
}

function readChannel(channel: ReadingChannel, reading: Reading): WithSlots<Channel> {
  const { name, flow } = channel
  const { sentBy, operation } = flow
  const said = extensionOf(flow.channel)
  const about = operation ?? flow.channel
  const message = readMessage({ ...channel, at: `${name}/message`, sentBy, all: flow.messages }, reading)
  const replier: Side = sentBy === 'provider' ? 'consumer' : 'provider'
  const reply =
    flow.reply.length === 0
      ? undefined
      : readMessage({ ...channel, at: `${name}/reply`, sentBy: replier, all: flow.reply }, reading)
  if (operation !== undefined) noteBindings(withTraits(operation, 'bindings', reading), reading)
  const edge: Channel = {
    ...present({ address: addressOf(channel, reading) }),
    ...present({
      summary:
        text(about, 'summary') ?? text(flow.channel, 'summary') ?? (reading.own ? undefined : text(about, 'title')),
      description: text(about, 'description') ?? text(flow.channel, 'description'),
      deprecated: said.deprecated,
      sunset: said.sunset,
    }),
    sentBy,
    delivery: said.delivery ?? assumedDelivery(flow, reading),
    ...present({
      orderBy: said.orderBy,
      retry: said.retry,
      deadlineMs: said.deadlineMs,
      security: said.security ?? readSecurity(operation && withTraits(operation, 'security', reading), reading),
    }),
    message: message.edge,
    ...present({ reply: reply?.edge }),
  }
  return { edge, slots: [...message.slots, ...(reply?.slots ?? [])] }
}

function extensionOf(channel: Place): Partial<Channel> {
  const { value } = member(channel, 'x-tessera-channel')
  return isRecord(value) ? value : {}
}

interface ReadingMessage extends ReadingChannel {
  readonly at: string
  readonly sentBy: Side
  readonly all: readonly NamedMessage[]
}

function readMessage(message: ReadingMessage, reading: Reading): WithSlots<MessageEdge> {
  const { at, sentBy, all, flow } = message
  const [first] = all as readonly [NamedMessage]
  const said = (member(first.place, 'x-tessera-message').value ?? {}) as Partial<MessageEdge>
  if (all.length > 1) {
    const why = `${all.map(({ key }) => key).join(', ')} go one way on one channel, where a contract has one kind of message`
    reading.notes.changed('MESSAGES_MERGED', flow.operation ?? flow.channel, why, 'the message is any of them')
  }
  const headers = headersSlot({ at: `${at}/headers`, sentBy }, first.place, reading)
  const payload: Slot = { at, sentBy, ...readPayload(all, reading) }
  const alone = all.length === 1
  const edge: MessageEdge = {
    name: messageName(message, reading),
    ...present({
      summary: alone
        ? (text(first.place, 'summary') ?? (reading.own ? undefined : text(first.place, 'title')))
        : undefined,
      description: alone ? text(first.place, 'description') : undefined,
      deprecated: said.deprecated,
      sunset: said.sunset,
      headers: headers?.at,
    }),
    payload: at,
  }
  return { edge, slots: headers === undefined ? [payload] : [headers, payload] }
}

function messageName({ all, name, at, messages, known }: ReadingMessage, { own }: Reading): string {
  const [first] = all as readonly [NamedMessage]
  if (own) return text(first.place, 'name') ?? first.key
  const key = all.map(({ place }) => `${place.file}#${place.pointer}`).join(' ')
  const said =
    all.length === 1 ? (text(first.place, 'name') ?? first.key) : `${name} ${at.slice(at.lastIndexOf('/') + 1)}`
  const taken = known.get(key) ?? messages.take(memberName(said, 'message'))
  known.set(key, taken)
  return taken
}

/** With the defaults of its parameters filled in; each address leads to one channel. */
function addressOf({ name, flow, addresses }: ReadingChannel, { notes, own, library }: Reading): string | undefined {
  const said = text(flow.channel, 'address')
  if (said === undefined || own) return isDefault(flow.channel) ? undefined : said
  const parameters = members(member(flow.channel, 'parameters'))
  const address = parameters.reduce((path, [key, place]) => {
    const preset = text(library.follow(place), 'default')
    return preset === undefined ? path : path.replaceAll(`{${key}}`, preset)
  }, said)
  if (address.includes('{')) {
    const message = `the address ${said} has parameters, which a contract does not fill in`
    notes.lost('ADDRESS_PARAMETERS', flow.channel, message, 'it is taken as it stands: give the broker adapter its own')
  }
  if (!addresses.has(address)) {
    addresses.add(address)
    return address
  }
  const message = `${address} is the address of another channel already`
  notes.lost('ADDRESS_DROPPED', flow.channel, message, `${name} has the address that its name gives`)
  return undefined
}

function assumedDelivery({ channel, operation, sentBy }: Flow, reading: Reading): Delivery {
  const amqp = member(reading.library.follow(member(channel, 'bindings')), 'amqp')
  const isQueue = text(amqp, 'is') === 'queue'
  if (!isQueue) noteBindings(member(channel, 'bindings'), reading)
  const delivery = isQueue || sentBy === 'consumer' ? 'one-of-all' : 'one-per-service'
  const why = isQueue
    ? 'a queue gives each message to one subscriber'
    : 'AsyncAPI does not say who of many subscribers gets a message'
  reading.notes.changed('DELIVERY_ASSUMED', operation ?? channel, why, `the delivery is ${delivery}`)
  return delivery
}

function isDefault(channel: Place): boolean {
  return member(member(channel, 'x-tessera-channel'), 'isDefaultAddress').value === true
}
