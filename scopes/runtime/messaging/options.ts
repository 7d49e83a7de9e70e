import type { BrokerSource, FailedMessage, Inbox, MessageRecord, Outbox } from '@tessera/runtime.broker'
import type { TelemetryOptions, ValidationOptions } from '@tessera/runtime.core'

export type { FailedMessage, MessageRecord } from '@tessera/runtime.broker'

/** What whoever speaks a messaging contract may choose. */
export interface MessagingOptions extends ValidationOptions, TelemetryOptions {
  /** An open broker, or the URL of one: `memory:`, `embedded:./data`, `amqp://…`. */
  readonly broker: BrokerSource
  /** Milliseconds to wait for confirmations, and for replies on channels that say nothing; 30,000 where nothing is said. */
  readonly deadlineMs?: number | undefined
  /** Messages are put here in place of sending them; `startRelay` sends them. Requests go past it. */
  readonly outbox?: Outbox | undefined
  /** Told of each message that was sent or handled, in the end. Must not throw. */
  readonly onMessage?: ((record: MessageRecord) => void) | undefined
}

export interface SubscribingOptions {
  /** Name of the service: its replicas share what comes once per service. That of the contract's owner for a server. */
  readonly service?: string | undefined
  /** Messages in work at a time; 16 where nothing is said. */
  readonly prefetch?: number | undefined
  /** Remembers what was handled; the last 10,000 messages, in memory, where nothing is said. */
  readonly inbox?: Inbox | undefined
  /** Milliseconds that `drain` waits for handlers before it gives their messages back; 10,000 where nothing is said. */
  readonly drainMs?: number | undefined
  /** Told of what a handler threw, each time. Default: a process warning. */
  readonly onError?: ((error: unknown, message: FailedMessage) => void) | undefined
}
