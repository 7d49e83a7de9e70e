import type { DeadLetter, DeadLetterFilter, DeadReason, Group } from './broker.ts'

/** Raised when clients and brokers of two versions would not understand each other. */
export const PROTOCOL = 1

/** What a client asks for; answered with a Reply of the same `ref`. A message is in the bytes of the frame. */
export type Request =
  | { readonly type: 'hello'; readonly protocol: number }
  | { readonly type: 'declare'; readonly address: string; readonly group: Group }
  | { readonly type: 'publish'; readonly address: string }
  | {
      readonly type: 'subscribe'
      readonly subscription: number
      readonly address: string
      readonly group: Group
      readonly prefetch: number
      readonly ackDeadlineMs: number
    }
  | { readonly type: 'stop' | 'unsubscribe'; readonly subscription: number }
  | { readonly type: 'list' | 'replay' | 'discard'; readonly filter: DeadLetterFilter }

/** How a client says a delivery ended; not answered. */
export interface Settlement {
  readonly type: 'settle'
  readonly subscription: number
  readonly tag: number
  readonly how:
    | 'extend'
    | { readonly kind: 'ack' | 'release' }
    | { readonly kind: 'retry'; readonly delayMs: number }
    | { readonly kind: 'reject'; readonly reason: DeadReason }
}

export type FromClient = (Request & { readonly ref: number }) | Settlement

/** A dead letter whose message is in the bytes behind it, `size` of them. */
export type ListedLetter = Omit<DeadLetter, 'message'> & { readonly size: number }

export type FromBroker =
  | { readonly type: 'done'; readonly refs: readonly number[] }
  | {
      readonly type: 'result'
      readonly ref: number
      readonly count?: number
      readonly letters?: readonly ListedLetter[]
    }
  | { readonly type: 'refused'; readonly ref: number; readonly reason: string }
  | {
      readonly type: 'delivery'
      readonly subscription: number
      readonly tag: number
      readonly attempt: number
      readonly address: string
    }
