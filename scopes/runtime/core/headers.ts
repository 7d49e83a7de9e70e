/** Names of the headers that the stubs add, in lower case. */
export const HEADERS = {
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** Milliseconds that remain to the receiver, a whole number; each hop sends what remains of its own. */
  deadline: 'x-request-deadline-ms',
  contract: 'x-contract-id',
  line: 'x-contract-line',
  hash: 'x-contract-hash',
  idempotencyKey: 'idempotency-key',
} as const
