import type { BrokerMessage } from './broker.ts'

export interface OutboxEntry {
  readonly address: string
  readonly message: BrokerMessage
}

/**
 * Where messages wait to be published, kept with the service's own data: a message is sent if and only if the change it
 * tells of was committed. An implementation over a database puts `add` into the caller's transaction.
 */
export interface Outbox {
  add(entry: OutboxEntry, transaction?: unknown): void | Promise<void>
  /** The oldest that were not yet published. */
  pending(limit: number): readonly OutboxEntry[] | Promise<readonly OutboxEntry[]>
  /** These were published. */
  remove(ids: readonly string[]): void | Promise<void>
  /** Calls `listener` when something was added; the result undoes that. Where it is absent, the relay polls. */
  onAdd?(listener: () => void): () => void
  close?(): Promise<void>
}
