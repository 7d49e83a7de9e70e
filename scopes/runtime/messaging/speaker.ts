import {
  type Broker,
  type Consumer,
  consume,
  groupOf,
  produce,
  type Producer,
  readPayload,
  type SendOptions,
  type SentMessage,
  useBroker,
  writePayload,
} from '@tessera/runtime.broker'
import {
  type ChannelDefinition,
  ContractViolation,
  createGate,
  HEADERS,
  isObject,
  type MessageDefinition,
  type MessagingDefinition,
  type Peer,
  type Side,
  validate,
} from '@tessera/runtime.core'
import type { MessageContext } from './channels.ts'
import type { MessagingOptions, SubscribingOptions } from './options.ts'
import { createReplies, type Replies } from './replies.ts'

type Send = (message: unknown, options?: SendOptions) => Promise<SentMessage>
type Request = (message: unknown, options?: SendOptions) => Promise<unknown>
type Handler = (message: unknown, context: MessageContext) => unknown

/** One side of a contract, whichever it is. */
export interface Speaker extends Peer {
  readonly send: Readonly<Record<string, Send>>
  readonly request: Readonly<Record<string, Request>>
  /** Handles what the other side sends. */
  subscribe(handlers: Readonly<Record<string, Handler | undefined>>, options: SubscribingOptions): Promise<Peer>
}

/** Connects one side of a contract with a broker. */
export async function speak(definition: MessagingDefinition, side: Side, options: MessagingOptions): Promise<Speaker> {
  const { broker, release } = await useBroker(options.broker)
  const gate = createGate()
  const producer: Producer = { ...options, identity: definition, broker, gate }
  const replies = createReplies(definition, producer, options)
  const voice: Voice = { definition, options, broker, producer, replies }
  const own = Object.entries(definition.channels).filter(([, channel]) => channel.sentBy === side)
  const consumers = new Set<Consumer>()

  async function drainOnce(): Promise<void> {
    await Promise.all([...consumers].map((consumer) => consumer.drain()))
    await gate.close()
    await replies.close()
    await release()
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= drainOnce())

  try {
    await declareShared(broker, own)
  } catch (error) {
    await release()
    throw error
  }
  return {
    send: Object.fromEntries(own.map(([name, channel]) => [name, sender(voice, name, channel)])),
    request: Object.fromEntries(
      own.filter(([, { reply }]) => reply).map(([name, channel]) => [name, requester(voice, name, channel)]),
    ),
    subscribe: async (handlers, subscribing) => {
      const started = await subscribeAll(voice, { handlers, subscribing, side })
      for (const consumer of started) consumers.add(consumer)
      const stop = async (): Promise<void> => {
        await Promise.all(started.map((consumer) => consumer.drain()))
        for (const consumer of started) consumers.delete(consumer)
      }
      return { drain: stop, [Symbol.asyncDispose]: stop }
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
}

/** What all functions of one side share. */
interface Voice {
  readonly definition: MessagingDefinition
  readonly options: MessagingOptions
  readonly broker: Broker
  readonly producer: Producer
  readonly replies: Replies
}

type Named = readonly [string, ChannelDefinition]

/** What one of all has to handle waits for it, even where nobody ever subscribed. */
async function declareShared(broker: Broker, channels: readonly Named[]): Promise<void> {
  const shared = channels.filter(([, { delivery }]) => delivery === 'one-of-all')
  await Promise.all(shared.map(([, { address, delivery }]) => broker.declare(address, groupOf(delivery, 'all'))))
}

function sender(voice: Voice, name: string, channel: ChannelDefinition): Send {
  return async (message, options = {}) => {
    const body = write(voice, { name, channel, message, options })
    return produce(voice.producer, outgoing(name, channel, { message, body }), options)
  }
}

function requester(voice: Voice, name: string, channel: ChannelDefinition): Request {
  return async (message, options = {}) => {
    const body = write(voice, { name, channel, message, options })
    return voice.replies.ask({ name, channel, options }, (replyTo, identified) =>
      produce(voice.producer, { ...outgoing(name, channel, { message, body }), replyTo }, identified),
    )
  }
}

interface Writing {
  readonly name: string
  readonly channel: ChannelDefinition
  readonly message: unknown
  readonly options: SendOptions
}

function write({ options }: Voice, { name, channel, message, options: sending }: Writing): Uint8Array {
  const { check, maxBytes, headers } = channel.message
  validate(lowerCase(sending.headers), { check: headers, side: 'sent', at: `${name}/headers` }, options)
  return writePayload(
    message,
    { at: `${name}/message`, check, ...(maxBytes === undefined ? {} : { maxBytes }) },
    options,
  )
}

function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

interface Written {
  readonly message: unknown
  readonly body: Uint8Array
}

function outgoing(name: string, channel: ChannelDefinition, { message, body }: Written): Parameters<typeof produce>[1] {
  return {
    name,
    address: channel.address,
    type: channel.message.name,
    contentType: 'application/json',
    key: orderKey(channel.orderBy, message),
    body: () => body,
  }
}

/** The text by which messages are ordered; absent where the contract orders none. */
function orderKey(orderBy: string | undefined, message: unknown): string | undefined {
  const value = orderBy !== undefined && isObject(message) ? message[orderBy] : undefined
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
}

interface Subscribing {
  readonly handlers: Readonly<Record<string, Handler | undefined>>
  readonly subscribing: SubscribingOptions
  readonly side: Side
}

async function subscribeAll(voice: Voice, { handlers, subscribing, side }: Subscribing): Promise<Consumer[]> {
  const others = Object.entries(voice.definition.channels).filter(([, channel]) => channel.sentBy !== side)
  const started: Consumer[] = []
  try {
    for (const [name, channel] of others) {
      // Called on their object, so that handlers may be methods.
      if (handlers[name] === undefined) continue
      const handle: Handler = (message, context) => handlers[name]?.(message, context)
      started.push(await subscribeOne(voice, [name, channel], { handle, subscribing }))
    }
    return started
  } catch (error) {
    await Promise.all(started.map((consumer) => consumer.drain()))
    throw error
  }
}

interface Handling {
  readonly handle: Handler
  readonly subscribing: SubscribingOptions
}

function subscribeOne(voice: Voice, [name, channel]: Named, { handle, subscribing }: Handling): Promise<Consumer> {
  const { definition, options, broker } = voice
  const group = groupOf(channel.delivery, subscribing.service ?? definition.contract)
  return consume(
    broker,
    {
      ...{ name, address: channel.address, group, identity: definition },
      read: ({ message }) => readMessage(message, { name, definition: channel.message, options }),
      handle: async (value, context) => {
        const reply = await handle(value, context)
        if (channel.reply) await answer(voice, { name, definition: channel.reply }, { reply, context })
      },
    },
    { ...subscribing, retry: channel.retry, onMessage: options.onMessage },
  )
}

interface Reading {
  readonly name: string
  readonly definition: MessageDefinition
  readonly options: MessagingOptions
}

/** @throws ContractViolation where it is another message, or none that the contract knows */
function readMessage(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
  { name, definition, options }: Reading,
): unknown {
  const type = headers[HEADERS.messageType]
  if (type !== undefined && type !== definition.name) {
    const issue = { pointer: `/${HEADERS.messageType}`, keyword: 'const', message: `must be ${definition.name}` }
    throw new ContractViolation('received', `${name}/headers`, [issue])
  }
  validate({ ...headers }, { check: definition.headers, side: 'received', at: `${name}/headers` }, options)
  return readPayload(body, { at: `${name}/message`, ...definition }, options)
}

interface Answering {
  readonly reply: unknown
  readonly context: MessageContext
}

/** A reply is held to the contract even where nobody waits for it. */
async function answer(
  { options, producer }: Voice,
  { name, definition }: { readonly name: string; readonly definition: MessageDefinition },
  { reply, context }: Answering,
): Promise<void> {
  const body = writePayload(reply, { at: `${name}/reply`, ...definition }, options)
  const address = context.headers[HEADERS.replyTo]
  if (address === undefined) return
  const type = definition.name
  // The same id each time: a request that is handled again has one answer.
  const messageId = `${context.messageId}/reply`
  await produce(producer, { name, address, type, contentType: 'application/json', body: () => body }, { messageId })
}
