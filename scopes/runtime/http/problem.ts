import type { ContractIdentity, Issue } from '@tessera/runtime.core'

/** Stable `type` of the problems that stubs answer by themselves (RFC 9457). */
export const PROBLEMS = {
  violation: 'urn:tessera:problem:contract-violation',
  incompatible: 'urn:tessera:problem:incompatible-contract',
  deadline: 'urn:tessera:problem:deadline-exceeded',
  draining: 'urn:tessera:problem:draining',
  repeated: 'urn:tessera:problem:idempotency-key-reused',
  running: 'urn:tessera:problem:idempotency-key-in-use',
  /** Status and title say all. */
  plain: 'about:blank',
} as const

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** What breaks the contract, and in which slot; the first of them where there are many. */
  readonly at?: string
  readonly issues?: readonly Issue[]
  /** The agreement the answering side speaks. */
  readonly provided?: ContractIdentity
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
}

export function plainProblem(status: number, detail?: string): Problem {
  const title = TITLES[status] ?? (status < 500 ? 'Request Refused' : 'Server Error')
  return { type: PROBLEMS.plain, title, status, ...(detail === undefined ? {} : { detail }) }
}

export function violationProblem(at: string, issues: readonly Issue[]): Problem {
  const title = 'The request breaks the contract'
  return { type: PROBLEMS.violation, title, status: 400, at, issues: issues.slice(0, MOST_ISSUES) }
}

export function incompatibleProblem(ours: ContractIdentity, theirs: Partial<ContractIdentity>): Problem {
  const { contract, line, hash } = ours
  return {
    type: PROBLEMS.incompatible,
    title: 'The peers speak different contracts',
    status: 409,
    detail: `here ${contract} line ${line} is spoken, the caller speaks ${theirs.contract ?? contract} line ${theirs.line ?? line}`,
    provided: { contract, line, hash },
  }
}

export function deadlineProblem(operation: string): Problem {
  return { type: PROBLEMS.deadline, title: 'The deadline is over', status: 504, detail: `${operation} took too long` }
}

export function drainingProblem(): Problem {
  return { type: PROBLEMS.draining, title: 'The service is going down', status: 503 }
}

/** The key stands for another request. */
export function repeatedProblem(): Problem {
  return { type: PROBLEMS.repeated, title: 'The idempotency key was used for another request', status: 422 }
}

/** The first request under this key has not been answered yet. */
export function runningProblem(): Problem {
  return { type: PROBLEMS.running, title: 'A request under this idempotency key is being answered', status: 409 }
}

/** One bad item repeated ten thousand times is not worth ten thousand lines. */
const MOST_ISSUES = 50
