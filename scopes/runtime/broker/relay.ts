import type { Broker } from './broker.ts'
import { useBroker, type BrokerSource } from './open-broker.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'

export interface RelayOptions {
  readonly broker: BrokerSource
  /** Messages on their way at a time; 100 where nothing is said. */
  readonly batch?: number
  /** Milliseconds between looks into an outbox that does not say when something was added, and after a failure; 1,000. */
  readonly pollMs?: number
  /** Told what could not be published; it is tried again. Default: a process warning. */
  readonly onError?: (error: unknown) => void
}

/** Publishes what an outbox holds. */
export interface Relay extends AsyncDisposable {
  /** Publishes what is there now, then stops; gives up on what cannot be published: it stays in the outbox. */
  drain(): Promise<void>
}

/** Starts to publish what is in the outbox, and what comes into it; each message at least once, under the same id. */
export async function startRelay(outbox: Outbox, options: RelayOptions): Promise<Relay> {
  const { batch = 100, pollMs = 1000, onError = warn } = options
  const { broker, release } = await useBroker(options.broker)
  const bell = createBell()
  const unlisten = outbox.onAdd?.(() => bell.ring())
  let draining = false

  async function work(): Promise<void> {
    for (;;) {
      const outcome = await publishBatch(outbox, broker, batch).catch((error: unknown) => {
        onError(error)
        return 'failed' as const
      })
      if (outcome === 'some') continue
      if (draining) return
      await bell.wait(outcome === 'failed' || unlisten === undefined ? pollMs : undefined)
    }
  }

  const working = work()
  async function drainOnce(): Promise<void> {
    draining = true
    bell.ring()
    await working
    unlisten?.()
    await release()
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= drainOnce())
  return { drain, [Symbol.asyncDispose]: drain }
}

/** Publishes the oldest; what was confirmed is removed even where something else fails. */
async function publishBatch(outbox: Outbox, broker: Broker, batch: number): Promise<'some' | 'none'> {
  const entries = await outbox.pending(batch)
  if (entries.length === 0) return 'none'
  const published: string[] = []
  const outcomes = await Promise.allSettled(
    lanes(entries).map(async (lane) => {
      for (const { address, message } of lane) {
        await broker.publish(address, message)
        published.push(message.id)
      }
    }),
  )
  if (published.length > 0) await outbox.remove(published)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return 'some'
}

/** What has an order among itself goes one after the other, the rest together. */
function lanes(entries: readonly OutboxEntry[]): readonly (readonly OutboxEntry[])[] {
  const keyed = new Map<string, OutboxEntry[]>()
  for (const entry of entries) {
    const { id, key } = entry.message
    const lane = key === undefined ? `id ${id}` : `key ${entry.address} ${key}`
    keyed.set(lane, [...(keyed.get(lane) ?? []), entry])
  }
  return [...keyed.values()]
}

/** Wakes whoever waits for it; a ring that nobody heard is not lost. */
function createBell(): { ring(): void; wait(ms: number | undefined): Promise<void> } {
  let rung = false
  let wake: () => void = () => {}
  return {
    ring() {
      rung = true
      wake()
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          wake = resolve
          if (ms !== undefined) setTimeout(resolve, ms).unref()
        })
      }
      rung = false
    },
  }
}

function warn(error: unknown): void {
  process.emitWarning(`the relay could not publish: ${String(error)}`, { type: 'TesseraRelayError' })
}
