import type { MessagingDefinition, Peer } from '@tessera/runtime.core'
import type { MessageHandlers, Requesters, Senders, SentBy, WithReply } from './channels.ts'
import type { MessagingOptions, SubscribingOptions } from './options.ts'

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
  throw new Error(`not there yet: ${definition.contract} ${typeof handlers} ${String(options.broker)}`)
}
