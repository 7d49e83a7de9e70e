import type { HttpOperationDefinition, HttpResponseDefinition, Issue } from '@tessera/runtime.core'
import { decodeHeaders } from '@tessera/runtime.http/wire'
import { type CheckFinding, error, warning } from '../report.ts'
import type { PlannedRequest } from './plan.ts'
import type { Answer } from './send.ts'

export interface JudgedAnswer extends Answer {
  /** Nothing of a body that cannot be read by member may be shown. */
  readonly mayHoldSecrets: boolean
}

/** Every way in which an answer breaks the contract. */
export function judge(
  planned: PlannedRequest,
  operation: HttpOperationDefinition,
  answer: JudgedAnswer,
): readonly CheckFinding[] {
  const findings = [...judgeStatus(planned, operation, answer), ...judgeTime(operation, answer)]
  const declared = operation.responses[answer.status]
  const isRead = declared !== undefined && !isPlainRefusal(planned, answer)
  const all = isRead ? [...findings, ...judgeContent(declared, answer)] : findings
  return planned.lenient ? all.map((finding) => ({ ...finding, severity: 'warning' })) : all
}

/** What is refused before any handler sees it may be refused in the standard way, whatever handlers answer. */
function isPlainRefusal({ expects }: PlannedRequest, { headers }: Answer): boolean {
  return expects !== 'answer' && /^application\/problem\+json\b/i.test(headers['content-type'] ?? '')
}

function judgeStatus(
  { expects }: PlannedRequest,
  operation: HttpOperationDefinition,
  answer: JudgedAnswer,
): readonly CheckFinding[] {
  const { status } = answer
  const declared = Object.keys(operation.responses)
  const refused = status >= 400 && status < 500
  if (status >= 500 && operation.responses[status] === undefined) {
    return [
      error(
        'server-error',
        `answered ${status}${expects === 'answer' ? '' : ' where it should refuse'}${start(answer)}`,
      ),
    ]
  }
  switch (expects) {
    case 'answer':
      if (operation.responses[status] !== undefined) return []
      return status === 400 || status === 422
        ? [error('refused-valid', `refused a valid request with ${status}, which is not declared${start(answer)}`)]
        : [error('undeclared-status', `answered ${status}; declared are ${declared.join(', ')}${start(answer)}`)]
    case 'refusal':
      return refused || status >= 500 ? [] : [error('accepted-invalid', `answered ${status} where it should refuse`)]
    case 'stranger':
      return status === 401 || status === 403
        ? []
        : [error('accepted-stranger', `answered ${status} without credentials; 401 or 403 is due`)]
  }
}

function judgeTime({ deadlineMs }: HttpOperationDefinition, { tookMs }: Answer): readonly CheckFinding[] {
  if (deadlineMs === undefined || tookMs <= deadlineMs) return []
  return [error('deadline-missed', `took ${Math.round(tookMs)} ms; the contract allows ${deadlineMs}`)]
}

function judgeContent(declared: HttpResponseDefinition, answer: JudgedAnswer): readonly CheckFinding[] {
  return [...judgeHeaders(declared, answer), ...judgeBody(declared, answer)]
}

function judgeHeaders({ headers }: HttpResponseDefinition, answer: Answer): readonly CheckFinding[] {
  if (headers === undefined) return []
  return issuesOf((issues) => headers.check(decodeHeaders(answer.headers, headers), '', issues)).map((issue) =>
    error(
      'invalid-headers',
      `header ${issue.pointer.slice(1) || ''} ${issue.message}`.replace('  ', ' '),
      issue.pointer,
    ),
  )
}

function judgeBody(declared: HttpResponseDefinition, answer: JudgedAnswer): readonly CheckFinding[] {
  const { headers, body } = answer
  const { body: check, optional, maxBytes, mediaType, problem } = declared
  if (check === undefined) {
    return body.length === 0 ? [] : [warning('invalid-body', `has a body of ${body.length} bytes; none is declared`)]
  }
  if (body.length === 0) return optional ? [] : [error('invalid-body', 'has no body; the contract declares one')]
  const findings: CheckFinding[] = []
  if (maxBytes !== undefined && body.length > maxBytes) {
    findings.push(error('too-large', `has a body of ${body.length} bytes; the contract allows ${maxBytes}`))
  }
  const wanted = mediaType ?? (problem ? 'application/problem+json' : 'application/json')
  const got = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (got !== wanted && !(wanted === 'application/problem+json' && got === 'application/json')) {
    findings.push(error('wrong-media-type', `says it is ${got || 'nothing'}; the contract declares ${wanted}`))
  }
  if (!/[/+]json$/.test(wanted)) return findings
  const parsed = parse(body)
  if (parsed === undefined) return [...findings, error('invalid-body', `is no JSON${start(answer)}`)]
  const issues = issuesOf((found) => check(parsed.value, '', found))
  return [
    ...findings,
    ...issues.map((issue) => error('invalid-body', `${issue.pointer || 'the body'} ${issue.message}`, issue.pointer)),
  ]
}

/** At most so many findings of one answer: the first say it all. */
const SHOWN = 5

function issuesOf(check: (issues: Issue[]) => void): readonly Issue[] {
  const issues: Issue[] = []
  check(issues)
  return issues.slice(0, SHOWN)
}

export function parse(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown }
  } catch {
    return undefined
  }
}

function start({ body, mayHoldSecrets }: JudgedAnswer): string {
  if (body.length === 0 || mayHoldSecrets) return ''
  const text = new TextDecoder().decode(body.subarray(0, 200)).replaceAll(/\s+/g, ' ')
  return `: ${text}${body.length > 200 ? '…' : ''}`
}
