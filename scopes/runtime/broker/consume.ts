import { randomUUID } from 'node:crypto'
import {
  type ContractIdentity,
  createGate,
  type Deadline,
  type Delivery,
  type RetryPolicy,
  type TelemetryOptions,
} from '@tessera/runtime.core'
import type { Broker, BrokerDelivery, Group } from './broker.ts'
import type { Inbox } from './inbox.ts'
import { createMemoryInbox } from './memory-inbox.ts'
import type { FailedMessage, MessageContext, MessageRecord } from './message.ts'
import { take, type Work } from './take.ts'
import { startTimer } from './timer.ts'

export interface ConsumeOptions extends TelemetryOptions {
  readonly retry?: RetryPolicy | undefined
  readonly prefetch?: number | undefined
  readonly inbox?: Inbox | undefined
  readonly drainMs?: number | undefined
  readonly onError?: ((error: unknown, message: FailedMessage) => void) | undefined
  readonly onMessage?: ((record: MessageRecord) => void) | undefined
}

/** What is done with the messages of one address. */
export interface Consumption<V> {
  /** Of the contract, for logs: a channel, or an event. */
  readonly name: string
  readonly address: string
  readonly group: Group
  readonly identity: ContractIdentity
  /** Whether what a handler threw may quote what the contract redacts. */
  readonly isSecret?: boolean
  /** For telemetry; `messaging` where nothing is said. */
  readonly pattern?: 'messaging' | 'events'
  /** What it throws makes the message a dead letter. */
  readonly read: (delivery: BrokerDelivery) => V
  /** What it throws gets the message retried, unless it is NotRetryable. */
  readonly handle: (value: V, context: MessageContext) => unknown
  /** Told of a dead letter, by the code of its reason. */
  readonly onDead?: ((code: string, context: MessageContext) => Promise<unknown>) | undefined
}

export interface Consumer {
  /** Takes nothing new, finishes what is in work, settles it, closes. */
  drain(): Promise<void>
}

/** What a contract that says nothing means. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, delayMs: 1000, backoff: 'exponential', maxDelayMs: 60_000 }

/** How long what waits for a replica that has gone is kept for it. */
const REPLICA_EXPIRES_MS = 60_000

/** Who shares the messages of a channel, as its contract says: `service` is who handles them. */
export function groupOf(
  { delivery, ordered }: { readonly delivery: Delivery; readonly ordered: boolean },
  service: string,
): Group {
  const order = ordered ? { ordered } : {}
  switch (delivery) {
    case 'one-of-all':
      return { name: 'all', ...order }
    case 'one-per-service':
      return { name: service, ...order }
    case 'each-replica':
      return { name: `${service}-${randomUUID()}`, expiresMs: REPLICA_EXPIRES_MS, ...order }
    default:
      throw new Error(`no such delivery: ${String(delivery satisfies never)}`)
  }
}

/**
 * Handles each message of an address at least once: settled after its handler, retried as the policy says, a dead letter
 * in the end. What the inbox knows is not handled again.
 */
export async function consume<V>(
  broker: Broker,
  consumption: Consumption<V>,
  options: ConsumeOptions,
): Promise<Consumer> {
  const gate = createGate()
  const work: Work<V> = {
    consumption,
    options,
    inbox: options.inbox ?? createMemoryInbox(),
    policy: options.retry ?? DEFAULT_RETRY,
    deadlines: new Set(),
    handling: new Map(),
  }
  const { address, group } = consumption
  const subscription = await broker.subscribe(address, { group, prefetch: options.prefetch }, (delivery) => {
    if (gate.closed) return void delivery.release().catch(ignore)
    const leave = gate.enter()
    // A broker that is gone gives the message to somebody else: there is nobody to tell.
    take(work, delivery).catch(ignore).finally(leave)
  })

  async function drainOnce(): Promise<void> {
    await subscription.stop()
    const late = startTimer(options.drainMs ?? 10_000, () => abortAll(work.deadlines))
    await gate.close()
    late.cancel()
    await subscription.close()
  }
  let drained: Promise<void> | undefined
  return { drain: () => (drained ??= drainOnce()) }
}

function abortAll(deadlines: ReadonlySet<Deadline>): void {
  for (const deadline of deadlines) deadline.abort(new DOMException('the service is going down', 'AbortError'))
}

function ignore(): void {}
