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
  /** Of a message: unique, the same each time it is delivered. */
  messageId: 'x-message-id',
  /** What the message is: `charge`. */
  messageType: 'x-message-type',
  /** The id of the first message of a conversation, in every message that follows from it. */
  correlationId: 'x-correlation-id',
  /** The id of the message that was being handled when this one was sent. */
  causationId: 'x-causation-id',
  /** Milliseconds since the epoch after which nobody waits for the reply any more: a message may have to wait, too. */
  messageDeadline: 'x-message-deadline',
  /** The address that replies go to. */
  replyTo: 'x-reply-to',
  /** In place of a reply: the code of what became of the request. */
  failure: 'x-failure',
  contentType: 'content-type',
} as const
