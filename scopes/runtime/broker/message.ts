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
