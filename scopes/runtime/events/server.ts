import type { BrokerSource, MessageRecord, Outbox } from '@tessera/runtime.broker'
import type { EventsDefinition, Peer, ValidationOptions } from '@tessera/runtime.core'

export interface EventPublisherOptions extends ValidationOptions {
  /** An open broker, or the URL of one: `memory:`, `embedded:./data`, `amqp://…`. */
  readonly broker: BrokerSource
  /** CloudEvents `source`; `/<contract id>` where nothing is said. */
  readonly source?: string | undefined
  /** Milliseconds to wait for confirmations; 30,000 where nothing is said. */
  readonly deadlineMs?: number | undefined
  /** Events are put here in place of publishing them; `startRelay` publishes them. */
  readonly outbox?: Outbox | undefined
  readonly onMessage?: ((record: MessageRecord) => void) | undefined
}

export interface PublishOptions {
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs?: number | undefined
  /** CloudEvents `id`; one is made where none is given. Published twice under one id, it is handled once. */
  readonly id?: string | undefined
  /** CloudEvents `time`; now where nothing is said. */
  readonly time?: string | undefined
  /** CloudEvents `subject`. */
  readonly subject?: string | undefined
  /** Handed to the outbox, where the publisher has one. */
  readonly transaction?: unknown
}

export interface PublishedEvent {
  readonly id: string
  readonly traceparent: string
}

type Write<E> = E extends { readonly write: infer W } ? W : never

/** `publisher.publish.placed({ orderId, version })` */
export interface EventPublisher<T> extends Peer {
  /** Resolves when the broker has confirmed the event. */
  readonly publish: {
    readonly [K in keyof T]: (data: Write<T[K]>, options?: PublishOptions) => Promise<PublishedEvent>
  }
}

/**
 * A publisher of the events of a contract, as CloudEvents 1.0. Publishing rejects with ContractViolation,
 * DeadlineExceeded or Unavailable.
 * @throws TypeError where the URL names no broker; Unavailable where it cannot be reached
 */
export async function publishEvents<T>(
  definition: EventsDefinition,
  options: EventPublisherOptions,
): Promise<EventPublisher<T>> {
  throw new Error(`not there yet: ${definition.contract} ${String(options.broker)}`)
}
