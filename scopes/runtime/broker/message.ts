import type { Context } from '@tessera/runtime.core'

/** What a handler knows of the message it handles. */
export interface MessageContext extends Context {
  readonly messageId: string
  /** Of the conversation that the message belongs to; messages sent inside the handler carry it on. */
  readonly correlationId: string
  /** The message whose handler sent this one, where there was one. */
  readonly causationId?: string
  /** 1 at first. */
  readonly attempt: number
}

export interface FailedMessage {
  /** Of the contract: a channel, or an event. */
  readonly name: string
  readonly messageId: string
  readonly traceparent: string
  readonly attempt: number
  /** What becomes of it. */
  readonly outcome: 'retried' | 'dead'
}

export interface MessageRecord {
  /** Of the contract: a channel, or an event. */
  readonly name: string
  readonly messageId: string
  readonly correlationId: string
  readonly traceparent: string
  readonly ms: number
  /** `repeated`: it had been handled already. */
  readonly outcome: 'sent' | 'handled' | 'repeated' | 'retried' | 'dead' | 'released' | 'failed'
  readonly error?: unknown
}

export interface SendOptions {
  /** Stops waiting: the message may have been sent. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds to wait for the broker's confirmation, or for the reply. */
  readonly deadlineMs?: number | undefined
  /** Those the contract names; any where it names none. */
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
