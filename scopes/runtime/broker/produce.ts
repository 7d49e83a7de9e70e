import { randomUUID } from 'node:crypto'
import {
  beginSpan,
  childTraceparent,
  type ContractIdentity,
  currentContext,
  type Deadline,
  DeadlineExceeded,
  type Gate,
  HEADERS,
  type Span,
  startDeadline,
  type TelemetryOptions,
  tightest,
  Unavailable,
  untilAborted,
} from '@tessera/runtime.core'
import type { Broker, BrokerMessage } from './broker.ts'
import type { MessageRecord, SendOptions, SentMessage } from './message.ts'
import type { Outbox } from './outbox.ts'

/** What everything that one client or server sends has in common. */
export interface Producer extends TelemetryOptions {
  readonly identity: ContractIdentity
  readonly pattern: 'messaging' | 'events'
  readonly broker: Broker
  readonly gate: Gate
  readonly outbox?: Outbox | undefined
  readonly deadlineMs?: number | undefined
  readonly onMessage?: ((record: MessageRecord) => void) | undefined
}

/** A message whose payload has been checked. */
export interface Outgoing {
  /** Of the contract: a channel, or an event. */
  readonly name: string
  readonly address: string
  readonly type: string
  readonly contentType: string
  /** Messages equal in it are handled in order. */
  readonly key?: string | undefined
  readonly replyTo?: string | undefined
  /** In place of a reply. */
  readonly failure?: string | undefined
  /** Given the ids and the trace it travels with: a CloudEvent names them inside. */
  readonly body: (sent: SentMessage) => Uint8Array
}

/**
 * Sends a message, or puts it into the outbox; resolves when it is safe there.
 * @throws Unavailable, DeadlineExceeded, or the signal's reason
 */
export async function produce(producer: Producer, outgoing: Outgoing, options: SendOptions = {}): Promise<SentMessage> {
  if (producer.gate.closed) throw new Unavailable(outgoing.name, 'this side is drained')
  const leave = producer.gate.enter()
  const span = spanOf(producer, outgoing)
  const sent = identify(options, span)
  const started = performance.now()
  const deadline = startDeadline(tightest(currentContext(), options.deadlineMs ?? producer.deadlineMs ?? 30_000), [
    options.signal,
  ])
  let error: unknown
  try {
    const message = compose(producer, outgoing, { sent, options, deadline })
    await untilAborted(deadline, () => hand(producer, outgoing.address, { message, options }))
    return sent
  } catch (cause) {
    error = translateDeadline(cause, deadline, outgoing.name)
    throw error
  } finally {
    deadline.stop()
    leave()
    span?.end({ error })
    const outcome = error === undefined ? { outcome: 'sent' as const } : { outcome: 'failed' as const, error }
    producer.onMessage?.({ ...sent, name: outgoing.name, ms: performance.now() - started, ...outcome })
  }
}

/** What ran out of time says so; whatever else it was stays what it is. */
export function translateDeadline(error: unknown, deadline: Deadline, name: string): unknown {
  return deadline.expired && error === deadline.reason ? new DeadlineExceeded(name, deadline.ms) : error
}

function spanOf({ telemetry, identity, pattern }: Producer, { name }: Outgoing): Span | undefined {
  if (telemetry === undefined) return undefined
  const { contract, line } = identity
  const parent = currentContext()?.traceparent
  return beginSpan(telemetry, { kind: 'producer', pattern, contract, line, name, parent })
}

function identify(options: SendOptions, span: Span | undefined): SentMessage {
  const context = currentContext()
  const messageId = options.messageId ?? randomUUID()
  return {
    messageId,
    correlationId: options.correlationId ?? context?.headers[HEADERS.correlationId] ?? messageId,
    traceparent: span?.traceparent ?? childTraceparent(context?.traceparent),
  }
}

interface Composing {
  readonly sent: SentMessage
  readonly options: SendOptions
  readonly deadline: Deadline
}

function compose({ identity }: Producer, outgoing: Outgoing, { sent, options, deadline }: Composing): BrokerMessage {
  const context = currentContext()
  const causation = context?.headers[HEADERS.messageId]
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value
  if (causation !== undefined) headers[HEADERS.causationId] = causation
  if (context?.tracestate !== undefined) headers[HEADERS.tracestate] = context.tracestate
  if (outgoing.replyTo !== undefined) {
    headers[HEADERS.replyTo] = outgoing.replyTo
    if (deadline.at !== undefined) headers[HEADERS.messageDeadline] = String(Math.floor(deadline.at))
  }
  if (outgoing.failure !== undefined) headers[HEADERS.failure] = outgoing.failure
  return {
    id: sent.messageId,
    key: outgoing.key,
    headers: {
      ...headers,
      [HEADERS.contentType]: outgoing.contentType,
      [HEADERS.messageId]: sent.messageId,
      [HEADERS.messageType]: outgoing.type,
      [HEADERS.correlationId]: sent.correlationId,
      [HEADERS.traceparent]: sent.traceparent,
      [HEADERS.contract]: identity.contract,
      [HEADERS.line]: String(identity.line),
      [HEADERS.hash]: identity.hash,
    },
    body: outgoing.body(sent),
  }
}

interface Handing {
  readonly message: BrokerMessage
  readonly options: SendOptions
}

async function hand({ broker, outbox }: Producer, address: string, { message, options }: Handing): Promise<void> {
  // A request waits for its answer: it cannot wait for a relay.
  if (outbox === undefined || message.headers[HEADERS.replyTo] !== undefined) return broker.publish(address, message)
  await outbox.add({ address, message }, options.transaction)
}
