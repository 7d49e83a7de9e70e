import type { Readable } from 'node:stream'
import {
  ContractViolation,
  converted,
  type HttpResponseDefinition,
  isObject,
  type ParametersDefinition,
} from '@tessera/runtime.core'
import { bodyIssues, writeBody } from './body.ts'
import type { OutgoingBody } from './byte-stream.ts'
import { encodeHeaders } from './header-values.ts'
import { issuesOf, PROBLEM_TYPE } from './json-body.ts'
import type { Problem } from './problem.ts'
import type { OperationReader } from './read-request.ts'

/** A reply as a listener sends it. */
export interface OutgoingReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Readable | undefined
}

/** A reply as the contract says it is written. */
export interface WrittenReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: OutgoingBody | undefined
}

const NO_HEADERS: Readonly<Record<string, string>> = {}

/** A problem as a reply. */
export function problemReply(problem: Problem, headers: Readonly<Record<string, string>> = NO_HEADERS): OutgoingReply {
  return {
    status: problem.status,
    headers: { 'content-type': PROBLEM_TYPE, ...headers },
    body: JSON.stringify(problem),
  }
}

/** @throws ContractViolation `sent`, where a handler's reply is not what the contract says */
export function writeReply({ name, operation }: OperationReader, reply: unknown): WrittenReply {
  const status = isObject(reply) ? reply.status : undefined
  const declared = typeof status === 'number' ? operation.responses[status] : undefined
  if (!isObject(reply) || typeof status !== 'number' || declared === undefined) {
    const message = `must be a status the operation declares: ${Object.keys(operation.responses).join(', ')}`
    throw new ContractViolation('sent', `${name}/response`, [{ pointer: '/status', keyword: 'enum', message }])
  }
  const headers = declared.headers
    ? replyHeaders(`${name}/response/${status}/headers`, declared.headers, reply.headers)
    : NO_HEADERS
  if (declared.body === undefined || (declared.optional && reply.body === undefined)) {
    return { status, headers, body: undefined }
  }
  return { status, ...writtenBody(`${name}/response/${status}/body`, declared, { headers, body: reply.body }) }
}

function writtenBody(
  at: string,
  declared: HttpResponseDefinition,
  given: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown },
): Pick<WrittenReply, 'headers' | 'body'> {
  const body = converted(given.body, declared.encode)
  const issues = bodyIssues(declared, body)
  if (issues.length > 0) throw new ContractViolation('sent', at, issues)
  const outcome = writeBody(declared, body)
  if ('issue' in outcome) throw new ContractViolation('sent', at, [outcome.issue])
  const type = declared.problem ? PROBLEM_TYPE : outcome.mediaType
  return { headers: { ...given.headers, 'content-type': type }, body: outcome.content }
}

function replyHeaders(at: string, definition: ParametersDefinition, given: unknown): Record<string, string> {
  const encoded = converted(given, definition.encode)
  const values = isObject(encoded) ? encoded : {}
  const issues = issuesOf(definition.check, values)
  const headers = issues.length > 0 ? {} : encodeHeaders(values, issues, definition)
  if (issues.length > 0) throw new ContractViolation('sent', at, issues)
  return headers
}
