import {
  childTraceparent,
  type ContractIdentity,
  ContractViolation,
  converted,
  type Deadline,
  HEADERS,
  isObject,
  type PayloadDefinition,
  validate,
  type ValidationOptions,
} from '@tessera/runtime.core'
import type { BrokerDelivery } from './broker.ts'
import type { MessageContext } from './message.ts'

/** What the headers of a delivery say of it; made up where a foreign sender said nothing. */
export function contextOf(
  { message, attempt }: BrokerDelivery,
  deadline: Deadline,
  traceparent: string | undefined,
): MessageContext {
  const { headers, id } = message
  const tracestate = headers[HEADERS.tracestate]
  const causationId = headers[HEADERS.causationId]
  const caller = readPeer(headers)
  const messageId = headers[HEADERS.messageId] ?? id
  const correlationId = headers[HEADERS.correlationId] ?? messageId
  return {
    get signal() {
      return deadline.signal
    },
    // By the clock as it is when asked: clocks jump.
    get deadline() {
      return deadline.at
    },
    traceparent: traceparent ?? childTraceparent(headers[HEADERS.traceparent]),
    ...(tracestate === undefined ? {} : { tracestate }),
    ...(caller === undefined ? {} : { caller }),
    ...(causationId === undefined ? {} : { causationId }),
    headers: { ...headers, [HEADERS.messageId]: messageId, [HEADERS.correlationId]: correlationId },
    messageId,
    correlationId,
    attempt,
  }
}

/** What a sender says it speaks; `undefined` where it says nothing. */
export function readPeer(headers: Readonly<Record<string, string>>): Partial<ContractIdentity> | undefined {
  const contract = headers[HEADERS.contract]
  const line = headers[HEADERS.line]
  const hash = headers[HEADERS.hash]
  if (contract === undefined && line === undefined) return undefined
  return {
    ...(contract === undefined ? {} : { contract }),
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(hash === undefined ? {} : { hash }),
  }
}

export interface Payload extends PayloadDefinition {
  /** The slot: `charges/message`. */
  readonly at: string
}

/**
 * A payload as a reader is handed it.
 * @throws ContractViolation where it is too large, no JSON, or breaks the contract
 */
export function readPayload(
  body: Uint8Array,
  { at, check, decode, maxBytes }: Payload,
  options: ValidationOptions,
): unknown {
  refuseLarge(body, { at, maxBytes, side: 'received' })
  const value = parse(body, at)
  validate(value, { check, side: 'received', at }, options)
  return converted(value, decode)
}

/** A payload as it travels: in the words of JSON, and in bytes. */
export interface WrittenPayload {
  readonly wire: unknown
  readonly body: Uint8Array
}

/**
 * A payload as it travels.
 * @throws ContractViolation where it is too large or breaks the contract
 */
export function writePayload(
  value: unknown,
  { at, check, encode, maxBytes }: Payload,
  options: ValidationOptions,
): WrittenPayload {
  const wire = converted(value, encode)
  validate(wire, { check, side: 'sent', at }, options)
  const body = new TextEncoder().encode(JSON.stringify(wire))
  refuseLarge(body, { at, maxBytes, side: 'sent' })
  return { wire, body }
}

/** The text by which messages are ordered; absent where the contract orders none. */
export function orderKey(orderBy: string | undefined, message: unknown): string | undefined {
  const value = orderBy !== undefined && isObject(message) ? message[orderBy] : undefined
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
}

interface Sized {
  readonly at: string
  readonly maxBytes: number | undefined
  readonly side: 'sent' | 'received'
}

function refuseLarge(body: Uint8Array, { at, maxBytes, side }: Sized): void {
  if (maxBytes === undefined || body.length <= maxBytes) return
  const message = `must have at most ${maxBytes} bytes, has ${body.length}`
  throw new ContractViolation(side, at, [{ pointer: '', keyword: 'maxBytes', message }])
}

function parse(body: Uint8Array, at: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new ContractViolation('received', at, [{ pointer: '', keyword: 'type', message: 'must be JSON' }])
  }
}
