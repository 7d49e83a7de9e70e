import type { Broker, BrokerMessage } from '@tessera/runtime.broker'
import { Unavailable } from '@tessera/runtime.core'

/** What goes wrong on a channel. */
export interface MessagingDisturbance {
  /**
   * `unavailable`: sending is refused; `duplicate`: each message comes twice; `malformed`: what comes is no JSON;
   * `silence`: sent, and never comes.
   */
  readonly failure?: 'unavailable' | 'duplicate' | 'malformed' | 'silence'
  /** Milliseconds by which messages come late. */
  readonly delayMs?: number
  /** Only the next that many messages. */
  readonly times?: number
}

export interface Disturbances {
  add(channel: string, disturbance: MessagingDisturbance): () => void
  /** What the message that is sent now meets; it counts against `times`. */
  take(channel: string | undefined): MessagingDisturbance | undefined
  reset(): void
}

/** One disturbance for each channel at a time; a later one takes the place of an earlier one. */
export function createDisturbances(): Disturbances {
  const active = new Map<string, { readonly disturbance: MessagingDisturbance; left: number }>()
  return {
    add(channel, disturbance) {
      const entry = { disturbance, left: disturbance.times ?? Infinity }
      active.set(channel, entry)
      return () => void (active.get(channel) === entry && active.delete(channel))
    },
    take(channel) {
      const entry = channel === undefined ? undefined : active.get(channel)
      if (entry === undefined || entry.left <= 0) return undefined
      entry.left--
      return entry.disturbance
    },
    reset: () => active.clear(),
  }
}

/** A broker on which messages meet what `take` says. */
export function disturbBroker(broker: Broker, take: (address: string) => MessagingDisturbance | undefined): Broker {
  return {
    ...broker,
    publish(address, message) {
      const { delayMs, failure } = take(address) ?? {}
      const work = (): Promise<void> => fail(broker, address, { message, failure })
      // Whoever sends does not notice that it comes late.
      if (delayMs !== undefined && failure !== 'unavailable') {
        setTimeout(() => void work().catch(() => {}), delayMs).unref()
        return Promise.resolve()
      }
      return work()
    },
  }
}

interface Disturbed {
  readonly message: BrokerMessage
  readonly failure: MessagingDisturbance['failure']
}

async function fail(broker: Broker, address: string, { message, failure }: Disturbed): Promise<void> {
  switch (failure) {
    case undefined:
      return broker.publish(address, message)
    case 'unavailable':
      throw new Unavailable(address, 'the mock is told to be unavailable')
    case 'silence':
      return
    case 'malformed':
      return broker.publish(address, { ...message, body: new TextEncoder().encode('{"cut') })
    case 'duplicate':
      await broker.publish(address, message)
      return broker.publish(address, message)
    default:
      throw new Error(`no such failure: ${String(failure satisfies never)}`)
  }
}
