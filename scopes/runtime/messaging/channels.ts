import type { MessageContext, SendOptions, SentMessage } from '@tessera/runtime.broker'
import type { Side } from '@tessera/runtime.core'

export type { MessageContext, SendOptions, SentMessage } from '@tessera/runtime.broker'

type Write<O> = O extends { readonly write: infer W } ? W : never
type Read<O> = O extends { readonly read: infer R } ? R : never
type ReplyWrite<O> = O extends { readonly reply: { readonly write: infer W } } ? W : void
type ReplyRead<O> = O extends { readonly reply: { readonly read: infer R } } ? R : never

/** The channels of `T` that one side sends on. */
export type SentBy<T, S extends Side> = {
  readonly [K in keyof T as T[K] extends { readonly sentBy: S } ? K : never]: T[K]
}

/** The channels of `T` that have a reply. */
export type WithReply<T> = {
  readonly [K in keyof T as T[K] extends { readonly reply: { readonly read: unknown } } ? K : never]: T[K]
}

/** Sends a message; resolves when the broker has confirmed it. */
export type Senders<T> = {
  readonly [K in keyof T]: (message: Write<T[K]>, options?: SendOptions) => Promise<SentMessage>
}

/** Sends a message and waits for its reply. */
export type Requesters<T> = {
  readonly [K in keyof T]: (message: Write<T[K]>, options?: SendOptions) => Promise<ReplyRead<T[K]>>
}

/** Handles each message of a channel; what it returns is the reply, where the channel has one. */
export type MessageHandlers<T> = {
  readonly [K in keyof T]: (
    message: Read<T[K]>,
    context: MessageContext,
  ) => ReplyWrite<T[K]> | Promise<ReplyWrite<T[K]>>
}
