import type { MessagingDefinition, Peer } from '@tessera/runtime.core'
import type { MessageHandlers, Requesters, Senders, SentBy, WithReply } from './channels.ts'
import type { MessagingOptions, SubscribingOptions } from './options.ts'
import { speak } from './speaker.ts'

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

export type MessagingClientOptions = MessagingOptions

/** The consumer's side of a messaging contract. */
export interface MessagingClient<T> extends Peer {
  readonly send: Senders<SentBy<T, 'consumer'>>
  readonly request: Requesters<WithReply<SentBy<T, 'consumer'>>>
  /** Handles what the provider sends; channels without a handler are not subscribed to. Draining the result ends that. */
  subscribe(handlers: Partial<MessageHandlers<SentBy<T, 'provider'>>>, options: ClientSubscribeOptions): Promise<Peer>
}

export interface ClientSubscribeOptions extends SubscribingOptions {
  readonly service: string
}

/**
 * A client of a messaging contract. Sends reject with ContractViolation, DeadlineExceeded or Unavailable.
 * @throws TypeError where the URL names no broker; Unavailable where it cannot be reached
 */
export async function connectMessaging<T>(
  definition: MessagingDefinition,
  options: MessagingClientOptions,
): Promise<MessagingClient<T>> {
  const speaker = await speak(definition, 'consumer', options)
  // The definition is generated from the same contract as T.
  return speaker as unknown as MessagingClient<T>
}
