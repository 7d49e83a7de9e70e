import type { IncomingMessage } from 'node:http'
import { HEADERS } from '@tessera/runtime.core'
import { fingerprintOf, type IdempotencyStore } from './idempotency.ts'
import { repeatedProblem, runningProblem } from './problem.ts'
import type { IncomingBody, OperationReader } from './read-request.ts'
import { type OutgoingReply, problemReply, type WrittenReply } from './write-reply.ts'

interface ReadCall {
  readonly reader: OperationReader
  readonly request: IncomingMessage
  readonly headers: Readonly<Record<string, string>>
  readonly principal: unknown
  readonly body: IncomingBody
}

/** A call that is to be answered once, however often it comes. */
export interface KeyedCall {
  readonly id: string
  readonly fingerprint: string
}

/** Nothing where the operation asks for no key, or the caller gave none. */
export function keyedCall({ reader, request, headers, principal, body }: ReadCall): KeyedCall | undefined {
  const key = headers[HEADERS.idempotencyKey]
  if (key === undefined || reader.operation.idempotent !== 'key') return undefined
  const id = `${reader.name} ${callerText(principal, headers)} ${key}`
  return { id, fingerprint: fingerprintOf(request.url ?? '/', body) }
}

/** Two callers under one key must never see each other's replies. */
function callerText(principal: unknown, { authorization = '' }: Readonly<Record<string, string>>): string {
  try {
    return JSON.stringify(principal) ?? authorization
  } catch {
    return authorization
  }
}

/** What is answered without the handler; nothing to the first who comes with a key. */
export async function repeatedReply(
  store: IdempotencyStore,
  { id, fingerprint }: KeyedCall,
): Promise<OutgoingReply | undefined> {
  const begun = await store.begin(id, fingerprint)
  if (begun.state === 'first') return undefined
  if (begun.fingerprint !== fingerprint) return problemReply(repeatedProblem())
  return begun.state === 'running' ? problemReply(runningProblem(), { 'retry-after': '1' }) : begun.reply
}

/** Keeps what the first was answered; where that was nothing for good, the next one is the first. */
export async function keepReply(store: IdempotencyStore, id: string, reply: WrittenReply | undefined): Promise<void> {
  if (reply === undefined || reply.status >= 500) return store.forget(id)
  const { body } = reply
  if (body !== undefined && typeof body !== 'string') return store.forget(id)
  return store.finish(id, { ...reply, body })
}
