import type { BrokerSource, FailedMessage, Inbox, MessageRecord } from '@tessera/runtime.broker'
import type { Caller, EventsDefinition, Peer, ValidationOptions } from '@tessera/runtime.core'
import type { EventHandlers } from './thin-event.ts'

export type { EventHandlers, ThinEvent } from './thin-event.ts'

/** Whatever has the operations of `D`: a generated HTTP client. */
export interface DetailsSource<D> {
  readonly call: Caller<D>
}

export interface EventSubscriberOptions<D> extends ValidationOptions {
  /** An open broker, or the URL of one: `memory:`, `embedded:./data`, `amqp://…`. */
  readonly broker: BrokerSource
  /** Answers `event.details()`: a client of the HTTP contract that the event contract names. */
  readonly details: DetailsSource<D>
  /** Name of the service: its replicas share what comes once per service. */
  readonly service: string
  readonly cache?: DetailsCacheOptions | undefined
  /** Events in work at a time; 16 where nothing is said. */
  readonly prefetch?: number | undefined
  /** Remembers what was handled; the last 10,000 events, in memory, where nothing is said. */
  readonly inbox?: Inbox | undefined
  /** Milliseconds that `drain` waits for handlers before it gives their events back; 10,000 where nothing is said. */
  readonly drainMs?: number | undefined
  readonly onMessage?: ((record: MessageRecord) => void) | undefined
  readonly onError?: ((error: unknown, message: FailedMessage) => void) | undefined
  /** Told once when more events needed a fetch than the contract expects. Default: a process warning. */
  readonly onFetchShare?: ((warning: FetchShareWarning) => void) | undefined
}

export interface DetailsCacheOptions {
  /** Details that are kept; 1,000 where nothing is said, 0 keeps none. */
  readonly entries?: number | undefined
  /** Milliseconds that details of events without a version are good for; 1,000 where nothing is said. */
  readonly maxAgeMs?: number | undefined
  /** Milliseconds that details of an older version are good for when the API cannot be reached; 0 where nothing is said. */
  readonly staleIfErrorMs?: number | undefined
  /** How often to ask again for details that are not yet as new as the event; 5 where nothing is said. */
  readonly retries?: number | undefined
  /** Milliseconds before the first of these; doubled each time; 50 where nothing is said. */
  readonly retryDelayMs?: number | undefined
}

export interface FetchShareWarning {
  readonly contract: string
  readonly service: string
  readonly share: number
  readonly expected: number
  readonly message: string
}

/** Counted since the subscription began. */
export interface EventStatistics {
  readonly events: number
  /** Events whose handler asked for details. */
  readonly asked: number
  /** Of these, events that had to be fetched for: neither in the cache nor being fetched already. */
  readonly fetched: number
  /** `fetched` of `events`. */
  readonly share: number
}

export interface EventSubscriber<T> extends Peer {
  statistics(event?: keyof T & string): EventStatistics
}

/**
 * Subscribes to the events of a contract: resolves when they come.
 * @throws TypeError where the URL names no broker; Unavailable where it cannot be reached
 */
export async function subscribeEvents<T, D = object>(
  definition: EventsDefinition,
  handlers: EventHandlers<T, D>,
  options: EventSubscriberOptions<D>,
): Promise<EventSubscriber<T>> {
  throw new Error(`not there yet: ${definition.contract} ${typeof handlers} ${options.service}`)
}
