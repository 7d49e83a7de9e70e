import { pause } from './backoff.ts'
import { createChanges } from './changes.ts'
import { createDisturbances, type Disturbances } from './disturbances.ts'
import type { SocketContext } from './items.ts'

/** An item that a consumer sent, with what it was answered. */
export interface RecordedItem {
  readonly item: string
  readonly payload: unknown
  readonly reply: unknown
}

export type AnyHandler = (payload: unknown, context: SocketContext<unknown>) => unknown
export type AnySamples = Readonly<Record<string, ((seed: number) => unknown) | undefined>>

/** What the mock does with the items it is sent. */
export interface Script {
  handle(item: string, payload: unknown, context: SocketContext<unknown>): Promise<unknown>
  override(item: string, handler: AnyHandler): () => void
  readonly items: RecordedItem[]
  readonly disturbances: Disturbances
  /** Resolves with the records of `item` as soon as there are `count`. */
  received(item: string, count: number): Promise<readonly RecordedItem[]>
  reset(): void
}

/** Answers with `replies`, one seed after the other; `drop` breaks the connections. */
export function createScript(replies: AnySamples, seed: number, drop: () => void): Script {
  const overrides = new Map<string, AnyHandler>()
  const disturbances = createDisturbances()
  const changes = createChanges()
  const items: RecordedItem[] = []
  const seeds = createSeeds(seed)

  async function disturb(item: string, { signal }: SocketContext<unknown>): Promise<void> {
    const { delayMs = 0, with: how } = disturbances.take(item) ?? {}
    if (delayMs > 0) await pause(delayMs, signal)
    signal.throwIfAborted()
    if (how === 'drop') drop()
    if (how === 'fail') throw new Error('the mock was told to fail')
    // Ends with the deadline, or when the consumer has gone.
    if (how === 'silence') await new Promise(() => {})
  }

  return {
    async handle(item, payload, context) {
      await disturb(item, context)
      const reply = await (overrides.get(item)?.(payload, context) ?? replies[item]?.(seeds.next(item)))
      items.push({ item, payload, reply })
      changes.happened()
      return reply
    },
    override(item, handler) {
      overrides.set(item, handler)
      return () => void (overrides.get(item) === handler && overrides.delete(item))
    },
    items,
    disturbances,
    received: (item, count) =>
      changes.until(() => {
        const found = items.filter((record) => record.item === item)
        return found.length >= count ? found : undefined
      }),
    reset() {
      items.length = 0
      overrides.clear()
      disturbances.reset()
      seeds.reset()
    },
  }
}

export interface Seeds {
  /** Equal for the n-th value of the same item, whatever was asked for in between. */
  next(item: string): number
  reset(): void
}

export function createSeeds(first: number): Seeds {
  const given = new Map<string, number>()
  return {
    next(item) {
      const seed = given.get(item) ?? first
      given.set(item, seed + 1)
      return seed
    },
    reset: () => given.clear(),
  }
}
