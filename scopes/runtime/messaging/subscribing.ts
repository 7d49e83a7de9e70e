import {
  consume,
  type Consumer,
  type Group,
  groupOf,
  type Outgoing,
  produce,
  readPayload,
  writePayload,
} from '@tessera/runtime.broker'
import {
  type ChannelDefinition,
  ContractViolation,
  HEADERS,
  mayHoldSecrets,
  type MessageDefinition,
  runInContext,
  type Side,
  validate,
} from '@tessera/runtime.core'
import type { MessageContext } from './channels.ts'
import type { MessagingOptions, SubscribingOptions } from './options.ts'
import type { Voice } from './voice.ts'

export type Handler = (message: unknown, context: MessageContext) => unknown

export interface Subscribing {
  readonly handlers: Readonly<Record<string, Handler | undefined>>
  readonly subscribing: SubscribingOptions
  readonly side: Side
}

/** Handles what comes on each channel that has a handler. */
export async function subscribeAll(voice: Voice, { handlers, subscribing, side }: Subscribing): Promise<Consumer[]> {
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

function subscribeOne(
  voice: Voice,
  [name, channel]: readonly [string, ChannelDefinition],
  { handle, subscribing }: Handling,
): Promise<Consumer> {
  const { definition, options, broker } = voice
  const group = channelGroup(channel, subscribing.service ?? definition.contract)
  return consume(
    broker,
    {
      ...{ name, address: channel.address, group, identity: definition, pattern: 'messaging' as const },
      isSecret: mayHoldSecrets(definition, name),
      read: ({ message }) => readMessage(message, { name, definition: channel.message, options }),
      handle: async (value, context) => {
        const reply = await handle(value, context)
        if (channel.reply) await answer(voice, { name, definition: channel.reply }, { reply, context })
      },
      onDead: async (code, context) => {
        // Whoever waited knows that by itself.
        if (channel.reply && code !== 'DEADLINE_EXCEEDED')
          await answerFailure(voice, { name, definition: channel.reply }, { code, context })
      },
    },
    { ...subscribing, retry: channel.retry, onMessage: options.onMessage, telemetry: options.telemetry },
  )
}

/** Who shares the messages of a channel. */
export function channelGroup({ delivery, orderBy }: ChannelDefinition, service: string): Group {
  return groupOf({ delivery, ordered: orderBy !== undefined }, service)
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

/** A reply is held to the contract even where nobody waits for it. */
async function answer(
  { options, producer }: Voice,
  { name, definition }: Replying,
  { reply, context }: { readonly reply: unknown; readonly context: MessageContext },
): Promise<void> {
  const { body } = writePayload(reply, { at: `${name}/reply`, ...definition }, options)
  // The same id each time: a request that is handled again has one answer.
  const messageId = `${context.messageId}/reply`
  const outgoing = toReply(context, { name, definition, body })
  if (outgoing) await produce(producer, outgoing, { messageId })
}

/** Whoever waits for the reply need not wait until its deadline. */
async function answerFailure(
  { producer }: Voice,
  { name, definition }: Replying,
  { code, context }: { readonly code: string; readonly context: MessageContext },
): Promise<void> {
  const outgoing = toReply(context, { name, definition, body: new Uint8Array() })
  if (outgoing) await runInContext(context, () => produce(producer, { ...outgoing, failure: code }))
}

interface Replying {
  readonly name: string
  readonly definition: MessageDefinition
}

function toReply(
  { headers }: MessageContext,
  { name, definition, body }: Replying & { readonly body: Uint8Array },
): Outgoing | undefined {
  const address = headers[HEADERS.replyTo]
  if (address === undefined) return undefined
  return { name, address, type: definition.name, contentType: 'application/json', body: () => body }
}
