import type { Broker } from '@tessera/runtime.broker'

/** What can be wrong with a provider. Each is explained in docs/check.md. */
export type CheckRule =
  | 'accepted-invalid'
  | 'accepted-stranger'
  | 'accepted-other-contract'
  | 'accepted-other-line'
  | 'broken-answer'
  | 'deadline-missed'
  | 'invalid-body'
  | 'invalid-event'
  | 'invalid-headers'
  | 'invalid-message'
  | 'never-succeeded'
  | 'no-answer'
  | 'not-idempotent'
  | 'refused-valid'
  | 'server-error'
  | 'too-large'
  | 'undeclared-status'
  | 'wrong-media-type'

/** One way in which an answer breaks the contract. */
export interface CheckFinding {
  readonly rule: CheckRule
  /** A warning does not fail the check. */
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** JSON pointer into the answer, where one place is wrong. */
  readonly pointer?: string
}

/** One thing that was said to the provider, or heard of it, and how it held. */
export interface CheckCase {
  /** Operation, channel, item or event. */
  readonly subject: string
  /** Unique within the subject: `valid, seed 3`, `invalid /body/items: minItems`. */
  readonly name: string
  readonly findings: readonly CheckFinding[]
  /** Why it was not tried. */
  readonly skipped?: string
  /** What came back, in a word: a status, `reply`, `refused`. */
  readonly answer?: string
  /** How to do it again: a `curl` command over HTTP, else what was sent, as JSON. */
  readonly repeat?: string
}

export interface ProviderReport {
  /** Id of the contract. */
  readonly contract: string
  readonly line: number
  /** Where the provider was reached, without credentials. */
  readonly provider: string
  readonly seed: number
  readonly cases: readonly CheckCase[]
}

export interface CheckOptions {
  /** `http://…`; `tcp:`, `tls:`, `unix:`, `ws:` or `wss:`; an open broker, or the URL of one, for messages and events. */
  readonly url: string | Broker
  /** Same seed, same requests; 1 if absent. */
  readonly seed?: number
  /** Valid values to try of each payload, besides those at its borders; 5 if absent. */
  readonly count?: number
  /** Border cases, and invalid ones, to try of each payload at most; 40 if absent. */
  readonly limit?: number
  /** Only these operations, channels, items or events. */
  readonly only?: readonly string[]
  /** Sent with each request: credentials, mostly. Never shown. */
  readonly headers?: Readonly<Record<string, string>>
  /** Shown at the handshake of sockets. Never shown in a report. */
  readonly token?: string
  /** Values of parameters that name what exists at the provider: `{ id: 'ord_1' }`. */
  readonly known?: Readonly<Record<string, string>>
  /** Milliseconds to listen for what the provider sends by itself; 2,000 if absent. */
  readonly listenMs?: number
  /** Milliseconds that anything without a deadline in the contract may take; 10,000 if absent. */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  /** Told of each case as it is done. */
  readonly onCase?: (done: CheckCase) => void
}

export function failed({ findings }: CheckCase): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

export function error(rule: CheckRule, message: string, pointer?: string): CheckFinding {
  return { rule, severity: 'error', message, ...(pointer === undefined ? {} : { pointer }) }
}

export function warning(rule: CheckRule, message: string): CheckFinding {
  return { rule, severity: 'warning', message }
}

/** Options for what is reached at a URL of its own. */
export type Reached = CheckOptions & { readonly url: string }
