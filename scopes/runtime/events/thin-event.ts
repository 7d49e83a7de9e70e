import type { MessageContext } from '@tessera/runtime.broker'

/** The operation of the HTTP contract that gives the details of event `E`, by its name in `D`. */
type Operation<E, D> = E extends { readonly details: infer K extends keyof D } ? D[K] : never

/** What an operation answers when it has what was asked for: the body of its 2xx. */
type Details<O> = O extends { readonly reply: { readonly read: infer R } }
  ? Extract<R, { readonly status: 200 | 203; readonly body: unknown }>['body']
  : never

/** What happened, and a way to ask for the details. */
export interface ThinEvent<R, Body> {
  /** CloudEvents `id`. */
  readonly id: string
  /** CloudEvents `type`. */
  readonly type: string
  /** CloudEvents `source`: who published it. */
  readonly source: string
  /** CloudEvents `time`, as in RFC 3339. */
  readonly time: string
  readonly data: R
  /**
   * Asks the API that the contract names; once for many that ask at a time, and answered from the cache where that has
   * this version. Rejects with DetailsUnavailable.
   */
  readonly details: [Body] extends [never] ? undefined : () => Promise<Body>
}

type Read<E> = E extends { readonly read: infer R } ? R : never

/** Handles the events of a contract; those without a handler are passed over. */
export type EventHandlers<T, D> = {
  readonly [K in keyof T]?: (
    event: ThinEvent<Read<T[K]>, Details<Operation<T[K], D>>>,
    context: MessageContext,
  ) => void | Promise<void>
}
