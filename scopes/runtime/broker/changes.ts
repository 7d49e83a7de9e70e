import type { DeadReason, Group } from './broker.ts'

/** What an exchange needs to know of a message; the rest it only passes on. */
export interface Addressed {
  readonly id: string
  readonly key?: string | undefined
}

/** A message that was published, whoever has still to handle it. */
export interface Stored<M> {
  /** Counts what was published. */
  readonly seq: number
  readonly address: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly message: M
}

/** Everything that ever happens to an exchange, as it is logged; queues go by number. */
export type Change<M> =
  | { readonly kind: 'queue'; readonly queue: number; readonly address: string; readonly group: Group }
  | { readonly kind: 'drop'; readonly queue: number }
  | { readonly kind: 'message'; readonly stored: Stored<M>; readonly queues: readonly number[] }
  | { readonly kind: 'settle'; readonly queue: number; readonly seq: number }
  | {
      readonly kind: 'retry'
      readonly queue: number
      readonly seq: number
      readonly attempt: number
      readonly notBefore: number
    }
  | {
      readonly kind: 'dead'
      readonly queue: number
      readonly seq: number
      readonly attempt: number
      readonly at: number
      readonly reason: DeadReason
    }
  | { readonly kind: 'revive'; readonly queue: number; readonly seq: number }

/** Where changes go, so that an exchange can be restored from them. */
export interface Journal<M> {
  append(change: Change<M>): void
  /** Resolves when all that was appended so far is safe. */
  flushed(): Promise<void>
  /** No queue holds the message any more. */
  release(stored: Stored<M>): void
}

/** For brokers that remember nothing. */
export const NO_JOURNAL: Journal<unknown> = { append: () => {}, flushed: () => Promise.resolve(), release: () => {} }
