import type { Handlers, HttpDefinition, Peer } from '@tessera/runtime.core'

type Input<T, K extends keyof T> = T[K] extends { read: infer I } ? I : never
type Reply<T, K extends keyof T> = T[K] extends { reply: { write: infer R } } ? R : never
type Name<T> = keyof T & string

/** Answers whatever operation is asked; equal seeds, equal answers. */
export type MockResponder<T> = (operation: Name<T>, input: unknown, seed: number) => unknown

/** One answer for all operations, or one handler each; an operation without one answers 501. */
export type MockResponders<T> = MockResponder<T> | Partial<Handlers<T>>

export interface MockOptions {
  /** Equal seeds give equal answers to equal requests; 1 where nothing is said. */
  readonly seed?: number
}

export type MockCall<T> = {
  readonly [K in Name<T>]: {
    readonly operation: K
    readonly input: Input<T, K>
    readonly reply: Reply<T, K>
    readonly headers: Readonly<Record<string, string>>
  }
}[Name<T>]

/** What goes wrong: the connection is cut, the body is no JSON, nothing is ever answered, or a problem of this status. */
export type MockFailure = 'reset' | 'malformed' | 'silence' | { readonly status: number }

/** For one operation: how late it answers, and how it fails. `times`: only that often. */
export interface Disturbance {
  readonly delayMs?: number
  readonly failure?: MockFailure
  readonly times?: number
}

/** A provider for tests, on a real socket. */
export interface MockProvider<T> extends Peer {
  listen(options?: {
    readonly port?: number
    readonly host?: string
  }): Promise<{ readonly url: string; readonly port: number }>
  /** Throws before `listen`. */
  readonly url: string
  /** Answered calls in the order of their answers; requests that broke the contract are not among them. */
  readonly calls: readonly MockCall<T>[]
  callsOf<K extends Name<T>>(operation: K): readonly Extract<MockCall<T>, { readonly operation: K }>[]
  /** Answers `operation` with `handler` from now on; the result undoes that. */
  on<K extends Name<T>>(operation: K, handler: Handlers<T>[K]): () => void
  /** Delays or fails `operation` from now on; the result undoes that. */
  disturb(operation: Name<T>, disturbance: Disturbance): () => void
  /** Forgets calls, handlers given by `on`, and disturbances. */
  reset(): void
}

/** A mock provider of an HTTP contract: requests are read and answers checked as the real server does it. */
export function mockHttp<T>(
  definition: HttpDefinition,
  responders: MockResponders<T>,
  options: MockOptions = {},
): MockProvider<T> {
  throw new Error(`not built yet: ${definition.contract} ${typeof responders} ${String(options.seed)}`)
}
