import type { Peer, SocketDefinition } from '@tessera/runtime.core'
import { createChanges } from './changes.ts'
import { createServer } from './create-server.ts'
import type { Requester, Sender, SentBy } from './items.ts'
import { type AnyHandler, type AnySamples, createScript, createSeeds } from './mock-script.ts'
import { itemsSentBy } from './payload.ts'
import type { SocketAddress, SocketConnection, SocketListenOptions, SocketServerHandlers } from './server.ts'
import { createUnruliness } from './unruly.ts'

/** Valid values; equal seeds, equal values. */
export interface SocketSamples<T> {
  /** Of each item that the provider may send. */
  readonly payload: { readonly [K in SentBy<T, 'provider'>]: (seed: number) => Written<T[K]> }
  /** Of each item that consumers want a reply to. */
  readonly reply: {
    readonly [K in SentBy<T, 'consumer'> as T[K] extends { reply: object } ? K : never]: (
      seed: number,
    ) => WrittenReply<T[K]>
  }
}

type Written<I> = I extends { write: infer W } ? W : never
type WrittenReply<I> = I extends { reply: { write: infer W } } ? W : never

export interface SocketMockOptions {
  /** 1 where nothing is said. */
  readonly seed?: number
}

/** An item that a consumer sent, with what it was answered. */
export type MockItem<T> = {
  readonly [K in SentBy<T, 'consumer'>]: {
    readonly item: K
    readonly payload: T[K] extends { read: infer R } ? R : never
    readonly reply: WrittenReply<T[K]>
  }
}[SentBy<T, 'consumer'>]

/** What becomes of an item before it is handled. */
export interface SocketDisturbance {
  readonly delayMs?: number
  /** `fail`: the handler throws. `silence`: no reply, ever. `drop`: the connection breaks. */
  readonly with?: 'fail' | 'silence' | 'drop'
  /** How often; for good where nothing is said. */
  readonly times?: number
}

/** The calls of `Sender` and `Requester` where a payload left out is a sample. */
type Scripted<Calls> = {
  readonly [K in keyof Calls]: Calls[K] extends (payload: infer P, ...rest: never[]) => Promise<infer R>
    ? (payload?: P) => Promise<R>
    : never
}

/** A provider for tests, on a real socket: says what it is told to, answers with samples, records, misbehaves. */
export interface MockSocketPeer<T> extends Peer {
  listen(options?: SocketListenOptions): Promise<SocketAddress>
  /** Throws before `listen`. */
  readonly url: string
  /** Resolves when a consumer is connected. */
  connected(): Promise<void>
  /** To the consumer that connected last; waits for one. */
  readonly send: Scripted<Sender<T, 'provider'>>
  readonly request: Scripted<Requester<T, 'provider'>>
  /** In the order in which they were handled. */
  readonly items: readonly MockItem<T>[]
  itemsOf<K extends SentBy<T, 'consumer'>>(item: K): readonly Extract<MockItem<T>, { readonly item: K }>[]
  /** Resolves when `count` of `item` (1 where nothing is said) were handled. */
  received<K extends SentBy<T, 'consumer'>>(
    item: K,
    count?: number,
  ): Promise<readonly Extract<MockItem<T>, { readonly item: K }>[]>
  /** Handles `item` with `handler` from now on; the result undoes that. */
  on<K extends keyof SocketServerHandlers<T>>(item: K, handler: SocketServerHandlers<T>[K]): () => void
  /** Delays or fails `item` from now on; the result undoes that. */
  disturb(item: SentBy<T, 'consumer'>, disturbance: SocketDisturbance): () => void
  /** Breaks all connections without a word; consumers come back and go on. */
  drop(): void
  /** Sends what is no frame. */
  garbage(text?: string): void
  /** Neither reads nor answers, heartbeats included, until `thaw`. */
  freeze(): void
  thaw(): void
  /** Forgets items, handlers given by `on`, and disturbances. */
  reset(): void
}

/**
 * A mock provider of a socket contract: items are read and checked as the real server does it, and a consumer whose
 * request fails is told why.
 */
export function mockSocket<T>(
  definition: SocketDefinition,
  samples: SocketSamples<T>,
  options: SocketMockOptions = {},
): MockSocketPeer<T> {
  const { seed = 1 } = options
  const changes = createChanges()
  const unruly = createUnruliness()
  const script = createScript(samples.reply as AnySamples, seed, unruly.drop)
  const server = createServer<T>({
    definition,
    options: { onConnect: changes.happened, onError: () => {}, drainMs: 1000 },
    handle: script.handle,
    explain: true,
    wrap: unruly.wrap,
  })
  let url: string | undefined

  const latest = (): Promise<SocketConnection<T>> =>
    changes.until(() => [...server.connections].findLast(({ connected }) => connected))
  const payloads = samples.payload as AnySamples
  const seeds = createSeeds(seed)
  const scripted = (kind: 'send' | 'request', replied: boolean): unknown =>
    Object.fromEntries(
      [...itemsSentBy(definition, 'provider')]
        .filter(([, { reply }]) => (reply !== undefined) === replied)
        .map(([name]) => [name, (payload?: unknown) => say(kind, name, payload)]),
    )
  async function say(kind: 'send' | 'request', name: string, payload: unknown): Promise<unknown> {
    const calls = (await latest())[kind] as Readonly<Record<string, (payload: unknown) => Promise<unknown>>>
    return calls[name]?.(payload === undefined ? payloads[name]?.(seeds.next(name)) : payload)
  }

  async function drain(): Promise<void> {
    unruly.thaw()
    await server.drain()
  }

  return {
    async listen(where) {
      const address = await server.listen(where)
      url = address.url
      return address
    },
    get url() {
      if (url === undefined) throw new Error(`the mock of ${definition.contract} does not listen: await mock.listen()`)
      return url
    },
    connected: () => latest().then(() => {}),
    send: scripted('send', false) as MockSocketPeer<T>['send'],
    request: scripted('request', true) as MockSocketPeer<T>['request'],
    items: script.items as unknown as MockSocketPeer<T>['items'],
    itemsOf: ((item: string) =>
      script.items.filter((record) => record.item === item)) as unknown as MockSocketPeer<T>['itemsOf'],
    received: ((item: string, count = 1) => script.received(item, count)) as MockSocketPeer<T>['received'],
    on: (item, handler) => script.override(String(item), handler as AnyHandler),
    disturb: (item, disturbance) => script.disturbances.add(String(item), disturbance),
    drop: unruly.drop,
    garbage: unruly.garbage,
    freeze: unruly.freeze,
    thaw: unruly.thaw,
    reset() {
      script.reset()
      seeds.reset()
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
}
