import {
  orderKey,
  type Outgoing,
  produce,
  type SendOptions,
  type SentMessage,
  writePayload,
  type WrittenPayload,
} from '@tessera/runtime.broker'
import { type ChannelDefinition, validate } from '@tessera/runtime.core'
import type { Voice } from './voice.ts'

export type Send = (message: unknown, options?: SendOptions) => Promise<SentMessage>
export type Request = (message: unknown, options?: SendOptions) => Promise<unknown>

/** The function that sends on a channel. */
export function sender(voice: Voice, name: string, channel: ChannelDefinition): Send {
  return async (message, options = {}) => {
    const written = write(voice, { name, channel, message, options })
    return produce(voice.producer, compose(name, channel, written), options)
  }
}

/** The function that sends on a channel and waits for the reply. */
export function requester(voice: Voice, name: string, channel: ChannelDefinition): Request {
  return async (message, options = {}) => {
    const written = write(voice, { name, channel, message, options })
    return voice.replies.ask({ name, channel, options }, (replyTo, identified) =>
      produce(voice.producer, { ...compose(name, channel, written), replyTo }, identified),
    )
  }
}

interface Writing {
  readonly name: string
  readonly channel: ChannelDefinition
  readonly message: unknown
  readonly options: SendOptions
}

function write({ options }: Voice, { name, channel, message, options: sending }: Writing): WrittenPayload {
  const { headers } = channel.message
  validate(lowerCase(sending.headers), { check: headers, side: 'sent', at: `${name}/headers` }, options)
  return writePayload(message, { at: `${name}/message`, ...channel.message }, options)
}

function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function compose(name: string, channel: ChannelDefinition, { wire, body }: WrittenPayload): Outgoing {
  return {
    name,
    address: channel.address,
    type: channel.message.name,
    contentType: 'application/json',
    key: orderKey(channel.orderBy, wire),
    body: () => body,
  }
}
