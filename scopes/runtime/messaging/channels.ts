import type { MessageContext } from '@tessera/runtime.broker'
import type { Side } from '@tessera/runtime.core'

export type { MessageContext } from '@tessera/runtime.broker'

export interface SendOptions {
  /** Stops waiting: the message may have been sent. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds to wait for the broker's confirmation, or for the reply. */
  readonly deadlineMs?: number | undefined
  /** Those the contract names, and others. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** One is made where none is given. Sent twice under one id, it is handled once. */
  readonly messageId?: string | undefined
  /** That of the message being handled, else the message's own id, where nothing is said. */
  readonly correlationId?: string | undefined
  /** Handed to the outbox, where the client has one. */
  readonly transaction?: unknown
}

/** What was sent, to find it in logs and traces. */
export interface SentMessage {
  readonly messageId: string
  readonly correlationId: string
  readonly traceparent: string
}

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
