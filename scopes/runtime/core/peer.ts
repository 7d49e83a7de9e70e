import type { ContractIdentity } from './check.ts'

export interface CallOptions {
  /** Cancels the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds this call may take. The operation's own and the caller's remaining deadline still hold. */
  readonly deadlineMs?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * The handler that this is called for: its trace and what remains of its deadline go along, and its end cancels the
   * call. In Node it is the handler this runs in where nothing is said; browsers cannot know which one that is.
   */
  readonly context?: Context | undefined
  /** For operations that are idempotent by key; one is made where none is given. */
  readonly idempotencyKey?: string | undefined
}

/** What a handler knows of the call it answers. */
export interface Context {
  /** Aborts at the deadline, when the caller goes away, and when the server gives up draining. */
  readonly signal: AbortSignal
  /** W3C trace context of the work done here; calls made inside the handler become its children by themselves. */
  readonly traceparent: string
  readonly tracestate?: string | undefined
  /** Milliseconds since the epoch. */
  readonly deadline?: number | undefined
  /** Absent where the caller did not say. */
  readonly caller?: Partial<ContractIdentity> | undefined
  /** Who calls, as the server's authenticator found; absent where it looked for nobody. */
  readonly principal?: unknown
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** One side of a contract that is up. Disposing drains. */
export interface Peer extends AsyncDisposable {
  /** Takes nothing new, finishes what is in flight, closes. May be called more than once. */
  drain(): Promise<void>
}

type Call<W, R> = {} extends W
  ? (input?: W, options?: CallOptions) => Promise<R>
  : (input: W, options?: CallOptions) => Promise<R>

/** The calling side of a map of operations; an input that may be empty may be left out. */
export type Caller<T> = {
  readonly [K in keyof T]: T[K] extends { write: infer W; reply: { read: infer R } }
    ? Call<W, R>
    : T[K] extends { write: infer W }
      ? Call<W, void>
      : never
}

/** The answering side of a map of operations. */
export type Handlers<T> = {
  readonly [K in keyof T]: T[K] extends { read: infer I; reply: { write: infer R } }
    ? (input: I, context: Context) => R | Promise<R>
    : T[K] extends { read: infer I }
      ? (input: I, context: Context) => void | Promise<void>
      : never
}
