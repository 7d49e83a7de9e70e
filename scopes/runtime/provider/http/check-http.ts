import { randomUUID } from 'node:crypto'
import type { ContractDocument } from '@tessera/contract.define'
import { type HttpOperationDefinition, mayHoldSecrets } from '@tessera/runtime.core'
import { httpDefinition } from '../http-definition.ts'
import { type CheckCase, type CheckFinding, type Reached, error, warning } from '../report.ts'
import { withoutRedacted } from '../redacted.ts'
import { judge, parse } from './judge.ts'
import { createKnown, type Known } from './known.ts'
import { isGuarded, type PlannedRequest, planRequests } from './plan.ts'
import { assertReachable } from './reach.ts'
import { type Answer, curl, send, toWire, type WireRequest } from './send.ts'

/** Puts every planned request to a provider of an HTTP contract, one after the other. */
export async function checkHttp(document: ContractDocument, options: Reached): Promise<readonly CheckCase[]> {
  await assertReachable(options.url, options.deadlineMs ?? 10_000)
  const definition = httpDefinition(document)
  const { seed = 1, count = 5, limit = 40, only } = options
  const planned = planRequests(document, definition, { seed, count, limit }).filter(
    ({ operation }) => only === undefined || only.includes(operation),
  )
  const run: Run = {
    document,
    redact: definition.redact ?? {},
    options,
    known: createKnown(options.known ?? {}),
    secret: new Set(Object.keys(options.headers ?? {}).map((name) => name.toLowerCase())),
  }
  const cases: CheckCase[] = []
  for (const request of planned) {
    options.signal?.throwIfAborted()
    const done = await tryOne(run, request, definition.operations[request.operation] as HttpOperationDefinition)
    cases.push(done)
    options.onCase?.(done)
  }
  return [...cases, ...unreached(cases)]
}

interface Run {
  readonly document: ContractDocument
  /** By slot, what no report may show. */
  readonly redact: Readonly<Record<string, readonly string[]>>
  readonly options: Reached
  readonly known: Known
  /** Headers whose values are not shown. */
  readonly secret: ReadonlySet<string>
}

async function tryOne(run: Run, request: PlannedRequest, operation: HttpOperationDefinition): Promise<CheckCase> {
  const { operation: subject, name } = request
  const skip = (skipped: string): CheckCase => ({ subject, name, findings: [], skipped })
  const input = request.literal ? request.input : run.known.fill(operation.path, request.input)
  const written = toWire(run.options.url, { ...request, input }, operation)
  if (written === undefined) return skip('it has no form as a request')
  const wire = withHeaders(run, request, operation, written)
  const repeat = curl(wire, run.secret)
  const limit = { ms: waitOf(run, operation), ...(run.options.signal ? { signal: run.options.signal } : {}) }
  try {
    const answer = await send(wire, limit)
    if (lacksCredentials(run, request, answer)) {
      return { ...skip(`it needs credentials: answered ${answer.status}`), answer: String(answer.status) }
    }
    learn(run, { subject, operation }, answer)
    const again = request.twice ? judgeAgain(answer, await send(wire, limit)) : []
    const judged = judge(request, operation, { ...answer, mayHoldSecrets: mayHoldSecrets(run, subject) })
    return { subject, name, repeat, answer: String(answer.status), findings: [...judged, ...again] }
  } catch (problem) {
    run.options.signal?.throwIfAborted()
    return { subject, name, repeat, findings: [judgeSilence(problem, operation, limit.ms)] }
  }
}

/** Longer than the contract allows: so that an answer that is late is told from one that never comes. */
function waitOf({ options }: Run, { deadlineMs = options.deadlineMs ?? 10_000 }: HttpOperationDefinition): number {
  return deadlineMs * 2
}

function withHeaders(
  { options }: Run,
  { expects }: PlannedRequest,
  { idempotent }: HttpOperationDefinition,
  wire: WireRequest,
): WireRequest {
  const own = expects === 'stranger' ? {} : lowerCased(options.headers ?? {})
  const key = idempotent === 'key' ? { 'idempotency-key': randomUUID() } : {}
  return { ...wire, headers: { ...wire.headers, ...key, ...own } }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function lacksCredentials(
  { document, options }: Run,
  { expects, operation }: PlannedRequest,
  { status }: Answer,
): boolean {
  const given = Object.keys(options.headers ?? {}).length > 0
  return expects !== 'stranger' && !given && (status === 401 || status === 403) && isGuarded(document, operation)
}

/** What is learnt is shown, as a part of the URLs that come after: nothing of that is redacted. */
function learn(
  { known, redact }: Run,
  { subject, operation }: { readonly subject: string; readonly operation: HttpOperationDefinition },
  { status, body }: Answer,
): void {
  if (status < 200 || status > 299) return
  const parsed = parse(body)
  const secret = redact[`${subject}/response/${status}/body`]
  if (parsed !== undefined) known.learn(operation.path, withoutRedacted(parsed.value, secret))
}

function judgeAgain(first: Answer, second: Answer): readonly CheckFinding[] {
  if (first.status === second.status && Buffer.compare(first.body, second.body) === 0) return []
  const how =
    first.status === second.status ? `${first.status} with another body` : `${first.status}, then ${second.status}`
  return [error('not-idempotent', `answered the same idempotency-key differently: ${how}`)]
}

function judgeSilence(problem: unknown, { deadlineMs }: HttpOperationDefinition, waitedMs: number): CheckFinding {
  const { name, message } = problem as Error
  if (name === 'TimeoutError' || name === 'AbortError') {
    const allowed = deadlineMs === undefined ? '' : `; the contract allows ${deadlineMs}`
    return error('deadline-missed', `no answer in ${waitedMs} ms${allowed}`)
  }
  return error('no-answer', `the connection ended: ${message || name}`)
}

/** Operations that never succeeded were not really seen. */
function unreached(cases: readonly CheckCase[]): readonly CheckCase[] {
  return [...new Set(cases.map(({ subject }) => subject))].flatMap((subject) => {
    const answers = cases.filter((each) => each.subject === subject).flatMap(({ answer }) => answer ?? [])
    if (answers.length === 0 || answers.some((answer) => answer.startsWith('2') || answer.startsWith('3'))) return []
    const seen = [...new Set(answers)].join(', ')
    const message = `no request succeeded (${seen}): say what exists there, as in --known id=…, or give credentials`
    return [{ subject, name: 'one request succeeds', findings: [warning('never-succeeded', message)] }]
  })
}
