import {
  type BrokerSource,
  type MessageRecord,
  orderKey,
  type Outbox,
  produce,
  type Producer,
  type SentMessage,
  useBroker,
  writePayload,
} from '@tessera/runtime.broker'
import {
  createGate,
  type EventDefinition,
  type EventsDefinition,
  type Peer,
  type TelemetryOptions,
  type ValidationOptions,
} from '@tessera/runtime.core'
import { eventsGroup } from './events-group.ts'
import { CLOUD_EVENT_TYPE, type CloudEvent, dataSchema } from './cloud-event.ts'

export interface EventPublisherOptions extends ValidationOptions, TelemetryOptions {
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
  const { broker, release } = await useBroker(options.broker)
  const gate = createGate()
  const producer: Producer = { ...options, identity: definition, pattern: 'events', broker, gate }
  const source = options.source ?? `/${definition.contract}`
  const functions = Object.entries(definition.events).map(([name, event]) => {
    const publish: Publish = (data, publishing = {}) =>
      publishEvent(producer, { definition, name, event, source, options }, { data, publishing })
    return [name, publish] as const
  })
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= gate.close().then(release))
  try {
    if (definition.delivery === 'one-of-all') await broker.declare(definition.address, eventsGroup(definition, 'all'))
  } catch (error) {
    await release()
    throw error
  }
  // The definition is generated from the same contract as T.
  const publish = Object.fromEntries(functions) as unknown as EventPublisher<T>['publish']
  return { publish, drain, [Symbol.asyncDispose]: drain }
}

type Publish = (data: unknown, options?: PublishOptions) => Promise<PublishedEvent>

interface Publishing {
  readonly definition: EventsDefinition
  readonly name: string
  readonly event: EventDefinition
  readonly source: string
  readonly options: ValidationOptions
}

interface Published {
  readonly data: unknown
  readonly publishing: PublishOptions
}

async function publishEvent(
  producer: Producer,
  { definition, name, event, source, options }: Publishing,
  { data, publishing }: Published,
): Promise<PublishedEvent> {
  const { wire } = writePayload(data, { at: `${name}/data`, ...event.data }, options)
  const { id, time = new Date().toISOString(), subject, ...sending } = publishing
  const key = orderKey(event.orderBy, wire)
  const body = ({ messageId, traceparent, correlationId }: SentMessage): Uint8Array => {
    const envelope: CloudEvent = {
      ...{ specversion: '1.0', id: messageId, source, type: event.type, time, datacontenttype: 'application/json' },
      dataschema: dataSchema(definition, name),
      ...(subject === undefined ? {} : { subject }),
      ...(key === undefined ? {} : { partitionkey: key }),
      ...{ traceparent, correlationid: correlationId, data: wire },
    }
    return new TextEncoder().encode(JSON.stringify(envelope))
  }
  const sent = await produce(
    producer,
    { name, address: definition.address, type: event.type, contentType: CLOUD_EVENT_TYPE, key, body },
    { ...sending, messageId: id },
  )
  return { id: sent.messageId, traceparent: sent.traceparent }
}
