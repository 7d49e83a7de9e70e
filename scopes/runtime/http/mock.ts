import { createGate, type Handlers, type HttpDefinition, type Peer } from '@tessera/runtime.core'
import { abortAll, type Provider } from './provider.ts'
import { createDisturbances, type Disturbance } from './disturbance.ts'
import { type AnyHandler, createAnswers, type MockResponders } from './mock-answers.ts'
import { listenForMock, type MockListener } from './mock-listener.ts'

export type { Disturbance, MockFailure } from './disturbance.ts'
export type { MockResponder, MockResponders } from './mock-answers.ts'

type Input<T, K extends keyof T> = T[K] extends { read: infer I } ? I : never
type Reply<T, K extends keyof T> = T[K] extends { reply: { write: infer R } } ? R : never
type Name<T> = keyof T & string

export interface MockOptions {
  /**
   * Equal seeds give equal answers; 1 where nothing is said. An idempotent operation answers an equal request alike, one
   * that is idempotent by key an equal request under an equal key; any other anew each time.
   */
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

/** A provider for tests, on a real socket. */
export interface MockProvider<T> extends Peer {
  listen(options?: { readonly port?: number; readonly host?: string }): Promise<{ url: string; port: number }>
  /** Throws before `listen`. */
  readonly url: string
  /** Calls that got a reply, in that order; requests that broke the contract or were disturbed are not among them. */
  readonly calls: readonly MockCall<T>[]
  callsOf<K extends Name<T>>(operation: K): readonly Extract<MockCall<T>, { readonly operation: K }>[]
  /** Answers `operation` with `handler` from now on; the result undoes that. */
  on<K extends Name<T>>(operation: K, handler: Handlers<T>[K]): () => void
  /** Delays or fails `operation` from now on; the result undoes that. */
  disturb(operation: Name<T>, disturbance: Disturbance): () => void
  /** Forgets calls, handlers given by `on`, and disturbances. */
  reset(): void
}

/**
 * A mock provider of an HTTP contract: requests are read and replies checked as the real server does it, and a reply
 * that breaks the contract says so in the problem it becomes.
 */
export function mockHttp<T>(
  definition: HttpDefinition,
  responders: MockResponders<T>,
  options: MockOptions = {},
): MockProvider<T> {
  const gate = createGate()
  const disturbances = createDisturbances()
  const answers = createAnswers(responders, options.seed ?? 1, definition)
  const calls: MockCall<T>[] = []
  let listener: MockListener | undefined
  let drained: Promise<void> | undefined

  const provider: Provider = {
    definition,
    handle: async (operation, input, context) => {
      const reply = await answers.handler(operation)?.(input, context)
      calls.push({ operation, input, reply, headers: context.headers } as MockCall<T>)
      return reply
    },
    onError: () => {},
    maxBodyBytes: 16 * 1024 * 1024,
    gate,
    deadlines: new Set(),
    explain: true,
  }

  async function close(): Promise<void> {
    abortAll(provider)
    await Promise.all([gate.close(), listener?.close()])
  }
  const drain = (): Promise<void> => (drained ??= close())

  return {
    async listen(where = {}) {
      if (listener) throw new Error(`the mock of ${definition.contract} is already listening`)
      listener = await listenForMock(provider, {
        ...where,
        disturbances,
        has: (name) => answers.handler(name) !== undefined,
      })
      return { url: listener.url, port: listener.port }
    },
    get url() {
      if (!listener) throw new Error(`the mock of ${definition.contract} does not listen yet: await mock.listen()`)
      return listener.url
    },
    calls,
    callsOf: <K extends Name<T>>(operation: K) =>
      calls.filter((call): call is Extract<MockCall<T>, { readonly operation: K }> => call.operation === operation),
    on: (operation, handler) => answers.override(operation, handler as AnyHandler),
    disturb: (operation, disturbance) => disturbances.add(operation, disturbance),
    reset() {
      calls.length = 0
      answers.reset()
      disturbances.reset()
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
}
