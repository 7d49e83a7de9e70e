import {
  type BrokerMessage,
  type BrokerSource,
  consume,
  type FailedMessage,
  type Inbox,
  type MessageContext,
  type MessageRecord,
  useBroker,
} from '@tessera/runtime.broker'
import {
  type Caller,
  ContractViolation,
  converted,
  type EventDefinition,
  type EventDetailsDefinition,
  type EventsDefinition,
  mayHoldSecrets,
  type Peer,
  type TelemetryOptions,
  validate,
  type ValidationOptions,
} from '@tessera/runtime.core'
import { type ReadEvent, readCloudEvent } from './cloud-event.ts'
import { createDetails, type Details } from './details.ts'
import { eventsGroup } from './events-group.ts'
import { createFetchShare, type FetchShare } from './fetch-share.ts'
import type { EventHandlers } from './thin-event.ts'

export type { EventHandlers, ThinEvent } from './thin-event.ts'

/** Whatever has the operations of `D`: a generated HTTP client. */
export interface DetailsSource<D> {
  readonly call: Caller<D>
}

export interface EventSubscriberOptions<D> extends ValidationOptions, TelemetryOptions {
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
  const { broker, release } = await useBroker(options.broker)
  const share = createFetchShare(definition, options.service, options.onFetchShare)
  const details = createDetails(options.details.call as Parameters<typeof createDetails>[0], options.cache)
  const reading: Reading = { definition, handlers: handlers as Reading['handlers'], options }
  try {
    const consumer = await consume(
      broker,
      {
        ...{ name: definition.contract, address: definition.address, identity: definition, pattern: 'events' as const },
        isSecret: mayHoldSecrets(definition),
        group: eventsGroup(definition, options.service),
        read: ({ message }) => readEvent(reading, message),
        handle: (received, context) => received && handle(reading, received, { context, share, details }),
      },
      { ...options, retry: definition.retry },
    )
    let drained: Promise<void> | undefined
    const drain = (): Promise<void> => (drained ??= consumer.drain().then(release))
    return { statistics: share.statistics, drain, [Symbol.asyncDispose]: drain }
  } catch (error) {
    await release()
    throw error
  }
}

type AnyHandler = (event: object, context: MessageContext) => unknown

interface Reading {
  readonly definition: EventsDefinition
  readonly handlers: Readonly<Record<string, AnyHandler | undefined>>
  readonly options: ValidationOptions
}

interface Received extends ReadEvent {
  readonly name: string
  readonly event: EventDefinition
  /** The data as it travelled: what the details are asked for with. */
  readonly wire: unknown
}

/** Nothing for events that nobody handles, or that a newer contract has. */
function readEvent({ definition, handlers, options }: Reading, message: BrokerMessage): Received | undefined {
  const envelope = readCloudEvent(message)
  const found = Object.entries(definition.events).find(([, { type }]) => type === envelope.type)
  if (!found || handlers[found[0]] === undefined) return undefined
  const [name, event] = found
  const { check, decode, maxBytes } = event.data
  const at = `${name}/data`
  if (maxBytes !== undefined && message.body.length > maxBytes + ENVELOPE_BYTES) {
    const issue = { pointer: '', keyword: 'maxBytes', message: `must have at most ${maxBytes} bytes` }
    throw new ContractViolation('received', at, [issue])
  }
  validate(envelope.data, { check, side: 'received', at }, options)
  const { data: wire } = envelope
  return { ...envelope, data: converted(wire, decode), wire, name, event }
}

/** Room for the attributes: only the publisher counts the bytes of the data exactly. */
const ENVELOPE_BYTES = 4096

interface Handling {
  readonly context: MessageContext
  readonly share: FetchShare
  readonly details: Details
}

async function handle({ handlers }: Reading, received: Received, { context, share, details }: Handling): Promise<void> {
  const { name, event, id, source, type, time, data, wire } = received
  // An attempt that follows another is the same event.
  const first = context.attempt === 1
  if (first) share.event(name)
  let asking: Promise<unknown> | undefined
  const get = async (definition: EventDetailsDefinition): Promise<unknown> => {
    if (first) share.asked(name)
    const { body, fetched } = await details.get(definition, wire)
    if (first && fetched) share.fetched(name)
    return body
  }
  const definition = event.details
  // Asked for twice in a handler, fetched once.
  const ask = definition && ((): Promise<unknown> => (asking ??= get(definition)))
  await handlers[name]?.({ id, source, type, time, data, details: ask }, context)
}
