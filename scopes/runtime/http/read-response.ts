import {
  type ContractIdentity,
  ContractViolation,
  DeadlineExceeded,
  type HttpOperationDefinition,
  IncompatibleContract,
  isObject,
  type Issue,
  Unavailable,
  UnexpectedResponse,
} from '@tessera/runtime.core'
import { type BodyDefinition, bodyType, isExpected, readBody } from './body.ts'
import { decodeHeaders } from './header-values.ts'
import { isJson, issuesOf, mediaType, parseJson, PROBLEM_TYPE } from './json-body.ts'
import { PROBLEMS } from './problem.ts'
import type { OnViolation } from './write-request.ts'

export interface ReceivedResponse {
  readonly status: number
  readonly contentType: string | undefined
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

interface Expectation {
  readonly ours: ContractIdentity
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
): { status: number; headers?: unknown; body?: unknown } {
  const { status } = response
  const problem = mediaType(response.contentType) === PROBLEM_TYPE ? tryJson(response) : undefined
  if (isObject(problem)) throwStubProblem(name, problem, expected)
  const declared = operation.responses[status]
  if (declared === undefined) throw unexpected(name, `it declares no ${status}${saying(problem)}`, response)
  const headers = declared.headers && decodeHeaders(response.headers, declared.headers)
  if (headers) told(`${name}/response/${status}/headers`, issuesOf(declared.headers.check, headers), expected)
  const reply = headers ? { status, headers } : { status }
  if (declared.body === undefined || (declared.optional && response.body.length === 0)) return reply
  const body = problem ?? bodyOf(name, declared, response)
  if (expected.onViolation) told(`${name}/response/${status}/body`, issuesOf(declared.body, body), expected)
  return { ...reply, body }
}

function bodyOf(name: string, declared: BodyDefinition, response: ReceivedResponse): unknown {
  const wanted = isJson(bodyType(declared)) ? 'JSON' : bodyType(declared)
  if (!isExpected(declared, mediaType(response.contentType))) {
    throw unexpected(name, `the body should be ${wanted}`, response)
  }
  try {
    return readBody(declared, response.body)
  } catch {
    throw unexpected(name, `the body is no ${wanted === 'JSON' ? wanted : 'UTF-8'}`, response)
  }
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

function unexpected(name: string, why: string, { status, contentType, body }: ReceivedResponse): UnexpectedResponse {
  const bodyStart = new TextDecoder().decode(body.subarray(0, START))
  return new UnexpectedResponse(name, why, { status, mediaType: mediaType(contentType), bodyStart })
}
