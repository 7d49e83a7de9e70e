import type { MessagingDefinition, Peer } from '@tessera/runtime.core'
import type { MessageHandlers, Requesters, Senders, SentBy, WithReply } from './channels.ts'
import type { MessagingOptions, SubscribingOptions } from './options.ts'
import { speak, type Speaker } from './speaker.ts'

export type {
  MessageContext,
  MessageHandlers,
  Requesters,
  Senders,
  SendOptions,
  SentBy,
  SentMessage,
} from './channels.ts'
export type { FailedMessage, MessageRecord, MessagingOptions, SubscribingOptions } from './options.ts'

export interface MessagingServerOptions extends MessagingOptions, SubscribingOptions {}

/** The provider's side of a messaging contract. */
export interface MessagingServer<T> extends Peer {
  readonly send: Senders<SentBy<T, 'provider'>>
  readonly request: Requesters<WithReply<SentBy<T, 'provider'>>>
}

/** One function for each channel that consumers send on. */
export type MessagingServerHandlers<T> = MessageHandlers<SentBy<T, 'consumer'>>

/**
 * A provider of a messaging contract: resolves when it takes messages. A message is acknowledged after its handler, tried
 * again as the contract says when that fails, and a dead letter in the end.
 * @throws TypeError where a channel has no handler, or the URL names no broker; Unavailable where it cannot be reached
 */
export async function serveMessaging<T>(
  definition: MessagingDefinition,
  handlers: MessagingServerHandlers<T>,
  options: MessagingServerOptions,
): Promise<MessagingServer<T>> {
  const named = handlers as Parameters<Speaker['subscribe']>[0]
  for (const [name, { sentBy }] of Object.entries(definition.channels)) {
    if (sentBy === 'provider' || typeof named[name] === 'function') continue
    throw new TypeError(`${definition.contract}: ${name} has no handler`)
  }
  const speaker = await speak(definition, 'provider', options)
  try {
    await speaker.subscribe(named, options)
  } catch (error) {
    await speaker.drain()
    throw error
  }
  // The definition is generated from the same contract as T.
  return speaker as unknown as MessagingServer<T>
}
