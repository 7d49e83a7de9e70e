import {
  type ContractDefinition,
  ContractViolation,
  converted,
  DeadlineExceeded,
  type HttpBodyDefinition,
  type HttpOperationDefinition,
  type HttpResponseDefinition,
  IncompatibleContract,
  isObject,
  type Issue,
  mayHoldSecrets,
  Unavailable,
  UnexpectedResponse,
} from '@tessera/runtime.core'
import { bodyForm, bodyIssues, bodyType, isExpected, readBody } from './body.ts'
import type { ByteStream } from '@tessera/runtime.core'
import { decodeHeaders } from './header-values.ts'
import { issuesOf, mediaType, parseJson, PROBLEM_TYPE } from './json-body.ts'
import { PROBLEMS } from './problem.ts'
import type { OnViolation } from './write-request.ts'

export interface ReceivedResponse {
  readonly status: number
  readonly contentType: string | undefined
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** In place of `body`, where the contract says bytes. */
  readonly stream?: ByteStream
}

interface Expectation {
  readonly ours: ContractDefinition
  readonly deadlineMs: number
  readonly onViolation: OnViolation
}

/**
 * Reads a response as a reply, defaults filled.
 * @throws UnexpectedResponse, IncompatibleContract, DeadlineExceeded, Unavailable; what `onViolation` throws
 */
export function readResponse(
  { name, operation }: { readonly name: string; readonly operation: HttpOperationDefinition },
  response: ReceivedResponse,
  expected: Expectation,
): Reply | Promise<Reply> {
  const { status, stream } = response
  const problem =
    stream === undefined && mediaType(response.contentType) === PROBLEM_TYPE ? tryJson(response) : undefined
  if (isObject(problem)) throwStubProblem(name, problem, expected)
  const declared = operation.responses[status]
  if (declared === undefined)
    throw unexpected(
      name,
      `it declares no ${status}${mayHoldSecrets(expected.ours, name) ? '' : saying(problem)}`,
      response,
      expected,
    )
  const reply = replyWith(name, { status, declared }, response, expected)
  if (declared.body === undefined || (declared.optional && stream === undefined && response.body.length === 0))
    return reply
  const finish = (body: unknown): Reply => {
    if (expected.onViolation) told(`${name}/response/${status}/body`, bodyIssues(declared, body), expected)
    reply.body = converted(body, declared.decode)
    return reply
  }
  const body = problem ?? stream ?? bodyOf(name, declared, response, expected)
  return body instanceof Promise
    ? body.then(finish, () => {
        throw unexpected(name, `the body is no ${bodyType(declared)}`, response, expected)
      })
    : finish(body)
}

export interface Reply {
  status: number
  headers?: unknown
  body?: unknown
}

function replyWith(
  name: string,
  { status, declared }: { readonly status: number; readonly declared: HttpResponseDefinition },
  response: ReceivedResponse,
  expected: Expectation,
): Reply {
  if (declared.headers === undefined) return { status }
  const headers = decodeHeaders(response.headers, declared.headers)
  told(`${name}/response/${status}/headers`, issuesOf(declared.headers.check, headers), expected)
  return { status, headers: converted(headers, declared.headers.decode) }
}

function bodyOf(
  name: string,
  declared: HttpBodyDefinition,
  response: ReceivedResponse,
  expected: Expectation,
): unknown {
  const type = mediaType(response.contentType)
  if (!isExpected(declared, type)) throw unexpected(name, `the body should be ${inWords(declared)}`, response, expected)
  try {
    return readBody(declared, response.body, response.contentType)
  } catch {
    const form = bodyForm(declared) === 'text' ? 'UTF-8' : inWords(declared)
    throw unexpected(name, `the body is no ${form}`, response, expected)
  }
}

function inWords(declared: HttpBodyDefinition): string {
  return bodyForm(declared) === 'json' ? 'JSON' : bodyType(declared)
}

function told(at: string, issues: readonly Issue[], { onViolation }: Expectation): void {
  if (issues.length > 0) onViolation?.(new ContractViolation('received', at, issues))
}

/** What the other side's stub answered by itself means the same as if it had been found here. */
function throwStubProblem(name: string, problem: Readonly<Record<string, unknown>>, expected: Expectation): void {
  switch (problem.type) {
    case PROBLEMS.incompatible:
      throw new IncompatibleContract(expected.ours, isObject(problem.provided) ? problem.provided : {})
    case PROBLEMS.deadline:
      throw new DeadlineExceeded(name, expected.deadlineMs)
    case PROBLEMS.draining:
      throw new Unavailable(name, 'the other side is going down')
    default:
  }
}

function tryJson({ body }: ReceivedResponse): unknown {
  try {
    return parseJson(body)
  } catch {
    return undefined
  }
}

function saying(problem: unknown): string {
  if (!isObject(problem)) return ''
  const texts = [problem.title, problem.detail].filter((text) => typeof text === 'string')
  return texts.length === 0 ? '' : ` (${texts.join(': ')})`
}

const START = 500

function unexpected(
  name: string,
  why: string,
  { status, contentType, body }: ReceivedResponse,
  { ours }: Expectation,
): UnexpectedResponse {
  // What cannot be read cannot be redacted by member: none of it is shown. It may quote the request, too.
  const bodyStart = mayHoldSecrets(ours, name) ? '' : new TextDecoder().decode(body.subarray(0, START))
  return new UnexpectedResponse(name, why, { status, mediaType: mediaType(contentType), bodyStart })
}
