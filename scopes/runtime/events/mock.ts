import { randomUUID } from 'node:crypto'
import { type Broker, openMemoryBroker } from '@tessera/runtime.broker'
import { type Caller, converted, type EventsDefinition, type Peer } from '@tessera/runtime.core'
import { readCloudEvent } from './cloud-event.ts'
import { type ApiSamples, createMockApi } from './mock-api.ts'
import { publishEvents, type PublishedEvent, type PublishOptions } from './server.ts'

type Name<T> = keyof T & string
type Write<T, K extends keyof T> = T[K] extends { readonly write: infer W } ? W : never
type Read<T, K extends keyof T> = T[K] extends { readonly read: infer R } ? R : never
type Reply<D, K extends keyof D> = D[K] extends { readonly reply: { readonly read: infer R } } ? R : never
type Input<D, K extends keyof D> = D[K] extends { readonly write: infer I } ? I : never

/** Valid data of each event, and valid replies of the operations that give details; equal seeds, equal values. */
export interface EventSamples<T, D> {
  readonly events: { readonly [K in keyof T]: (seed: number) => Write<T, K> }
  /** An operation without one answers what is given by `on`. */
  readonly details: { readonly [K in keyof D]?: (seed: number, input: Input<D, K>) => Reply<D, K> }
}

/** One function for each operation that gives details. */
export type ScriptedApi<D> = {
  readonly [K in keyof D]: (input: Input<D, K>) => Reply<D, K> | Promise<Reply<D, K>>
}

export interface EventsMockOptions {
  /** Equal seeds give equal events; 1 where nothing is said. */
  readonly seed?: number
}

/** An event to make up: by seed, or just this one. Nothing said: the next seed. */
export type EmittedEvent<W> = ({ readonly seed?: number } | { readonly value: W }) & PublishOptions

/** An event that was published by others than the mock. */
export type RecordedEvent<T> = {
  readonly [K in Name<T>]: { readonly event: K; readonly id: string; readonly data: Read<T, K> }
}[Name<T>]

/** Both interfaces of an event contract, for tests: the feed and the API of its details. */
export interface EventsMock<T, D> extends Peer {
  /** To hand to the subscriber or publisher under test. */
  readonly broker: Broker
  /** To hand to the subscriber under test. */
  readonly details: { readonly call: Caller<D> }
  /** Publishes an event: `mock.emit.placed({ seed: 7 })`. */
  readonly emit: { readonly [K in keyof T]: (what?: EmittedEvent<Write<T, K>>) => Promise<PublishedEvent> }
  /** Events that others published, in that order. */
  readonly events: readonly RecordedEvent<T>[]
  eventsOf<K extends Name<T>>(event: K): readonly Extract<RecordedEvent<T>, { readonly event: K }>[]
  /** Details that were asked for, in that order. */
  readonly calls: readonly { readonly operation: Name<D>; readonly input: unknown }[]
  /** Answers an operation with `handler` from now on, which may throw; the result undoes that. */
  on<K extends Name<D>>(operation: K, handler: ScriptedApi<D>[K]): () => void
  /** Forgets events, calls, and handlers given by `on`. */
  reset(): void
}

/** A mock feed of the events of a contract, with a mock of the API that gives their details. */
export async function mockEvents<T, D = object>(
  definition: EventsDefinition,
  samples: EventSamples<T, D>,
  options: EventsMockOptions = {},
): Promise<EventsMock<T, D>> {
  const { seed = 1 } = options
  // Whoever tests what comes twice publishes it twice.
  const broker = openMemoryBroker(undefined, { dedupeMs: 0 })
  const publisher = await publishEvents<Publishable>(definition, { broker })
  const record = await recordEvents(definition, broker)
  const api = createMockApi(definition, samples.details as ApiSamples, seed)
  const made = samples.events as Readonly<Record<string, (seed: number) => unknown>>
  let emitted = 0

  const emit = (name: string) => {
    return async (what: AnyEmitted = {}): Promise<PublishedEvent | undefined> => {
      const { value, seed: chosen, ...publishing } = what
      const data = 'value' in what ? value : made[name]?.(chosen ?? seed + emitted++)
      const id = publishing.id ?? randomUUID()
      record.own.add(id)
      api.happened(name, data)
      return publisher.publish[name]?.(data, { ...publishing, id })
    }
  }

  async function drainOnce(): Promise<void> {
    await publisher.drain()
    await broker.close()
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= drainOnce())

  const mock = {
    broker,
    details: { call: api.call },
    emit: Object.fromEntries(Object.keys(definition.events).map((name) => [name, emit(name)])),
    events: record.events,
    eventsOf: (name: string) => record.events.filter(({ event }) => event === name),
    calls: api.calls,
    on: api.on,
    reset() {
      record.events.length = 0
      api.reset()
      emitted = 0
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
  // The definition and the samples are generated from the same contract as T.
  return mock as unknown as EventsMock<T, D>
}

type Publishable = Readonly<Record<string, { readonly write: unknown }>>
type AnyEmitted = { readonly seed?: number; readonly value?: unknown } & PublishOptions

interface Recording {
  readonly events: { readonly event: string; readonly id: string; readonly data: unknown }[]
  /** Ids of events that the mock publishes itself. */
  readonly own: Set<string>
}

/** Listens beside those whom the events are for: a group of its own takes none from them. */
async function recordEvents({ address, events: known }: EventsDefinition, broker: Broker): Promise<Recording> {
  const recording: Recording = { events: [], own: new Set() }
  await broker.subscribe(address, { group: { name: 'mock-feed' }, prefetch: 1000 }, (delivery) => {
    void delivery.ack()
    if (recording.own.has(delivery.message.id)) return
    const { id, type, data } = readCloudEvent(delivery.message)
    const [event] = Object.entries(known).find(([, definition]) => definition.type === type) ?? []
    if (event !== undefined) recording.events.push({ event, id, data: converted(data, known[event]?.data.decode) })
  })
  return recording
}
