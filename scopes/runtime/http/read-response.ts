import {
  type ContractIdentity,
  ContractViolation,
  DeadlineExceeded,
  type HttpOperationDefinition,
  IncompatibleContract,
  isObject,
  Unavailable,
  UnexpectedResponse,
} from '@tessera/runtime.core'
import { isJson, issuesOf, mediaType, parseJson, PROBLEM_TYPE } from './json-body.ts'
import { PROBLEMS } from './problem.ts'
import type { OnViolation } from './write-request.ts'

export interface ReceivedResponse {
  readonly status: number
  readonly contentType: string | undefined
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
): { status: number; body?: unknown } {
  const { status } = response
  const problem = mediaType(response.contentType) === PROBLEM_TYPE ? tryJson(response) : undefined
  if (isObject(problem)) throwStubProblem(name, problem, expected)
  const declared = operation.responses[status]
  if (declared === undefined) throw unexpected(name, `it declares no ${status}${saying(problem)}`, response)
  if (declared.body === undefined) return { status }
  if (!isJson(mediaType(response.contentType))) throw unexpected(name, 'the body should be JSON', response)
  const body = problem ?? tryJson(response)
  if (body === undefined) throw unexpected(name, 'the body is no JSON', response)
  if (expected.onViolation) {
    const issues = issuesOf(declared.body, body)
    if (issues.length > 0)
      expected.onViolation(new ContractViolation('received', `${name}/response/${status}/body`, issues))
  }
  return { status, body }
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
