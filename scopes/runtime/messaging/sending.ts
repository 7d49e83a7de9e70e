import {
  orderKey,
  type Outgoing,
  produce,
  type SendOptions,
  type SentMessage,
  writePayload,
} from '@tessera/runtime.broker'
import { type ChannelDefinition, validate } from '@tessera/runtime.core'
import type { Voice } from './voice.ts'

export type Send = (message: unknown, options?: SendOptions) => Promise<SentMessage>
export type Request = (message: unknown, options?: SendOptions) => Promise<unknown>

/** The function that sends on a channel. */
export function sender(voice: Voice, name: string, channel: ChannelDefinition): Send {
  return async (message, options = {}) => {
    const body = write(voice, { name, channel, message, options })
    return produce(voice.producer, compose(name, channel, { message, body }), options)
  }
}

/** The function that sends on a channel and waits for the reply. */
export function requester(voice: Voice, name: string, channel: ChannelDefinition): Request {
  return async (message, options = {}) => {
    const body = write(voice, { name, channel, message, options })
    return voice.replies.ask({ name, channel, options }, (replyTo, identified) =>
      produce(voice.producer, { ...compose(name, channel, { message, body }), replyTo }, identified),
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

function compose(name: string, channel: ChannelDefinition, { message, body }: Written): Outgoing {
  return {
    name,
    address: channel.address,
    type: channel.message.name,
    contentType: 'application/json',
    key: orderKey(channel.orderBy, message),
    body: () => body,
  }
}
