import type { Broker } from '@tessera/runtime.broker'
import type { Caller, EventsDefinition, Peer } from '@tessera/runtime.core'
import type { PublishedEvent, PublishOptions } from './server.ts'

type Name<T> = keyof T & string
type Write<T, K extends keyof T> = T[K] extends { readonly write: infer W } ? W : never
type Read<T, K extends keyof T> = T[K] extends { readonly read: infer R } ? R : never
type Reply<D, K extends keyof D> = D[K] extends { readonly reply: { readonly read: infer R } } ? R : never
type Input<D, K extends keyof D> = D[K] extends { readonly write: infer I } ? I : never

/** Valid data of each event, and valid replies of the operations that give details; equal seeds, equal values. */
export interface EventSamples<T, D> {
  readonly events: { readonly [K in keyof T]: (seed: number) => Write<T, K> }
  readonly details: { readonly [K in keyof D]: (seed: number, input: Input<D, K>) => Reply<D, K> }
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
  on<K extends Name<D>>(operation: K, handler: (input: Input<D, K>) => Reply<D, K> | Promise<Reply<D, K>>): () => void
  /** Forgets events, calls, and handlers given by `on`. */
  reset(): void
}

/** A mock feed of the events of a contract, with a mock of the API that gives their details. */
export async function mockEvents<T, D = object>(
  definition: EventsDefinition,
  samples: EventSamples<T, D>,
  options: EventsMockOptions = {},
): Promise<EventsMock<T, D>> {
  throw new Error(`not there yet: ${definition.contract} ${typeof samples} ${options.seed}`)
}
