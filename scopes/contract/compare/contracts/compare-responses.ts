import type { HttpResponse } from '@tessera/contract.define/document'
import { compareDescriptions } from './compare-descriptions.ts'
import { comparePayload } from './compare-payload.ts'
import { found } from './comparison.ts'
import type { Comparison } from './comparison.ts'
import type { ContractFinding } from './finding.ts'
import type { Flow } from './flow.ts'
import type { OperationPair } from './match-operations.ts'
import { pointer } from './pointer.ts'

/** What an operation may answer. */
export function compareResponses(comparison: Comparison, pair: OperationPair): readonly ContractFinding[] {
  const [old, now] = [pair.old.responses, pair.now.responses]
  const statuses = [...new Set([...Object.keys(old), ...Object.keys(now)])].toSorted()
  return statuses.flatMap((status) => {
    const [before, after] = [answerFor(old, status), answerFor(now, status)]
    if (before === undefined) return [statusAdded(pair, status)]
    if (after === undefined) return [statusRemoved(pair, status)]
    return compareResponse(comparison, pair, { status, before, after })
  })
}

interface Answer {
  /** The key that covers it: `404`, `4XX` or `default`. */
  readonly key: string
  readonly response: HttpResponse
}

/** Of the responses, the one that a status falls under. */
function answerFor(responses: Readonly<Record<string, HttpResponse>>, status: string): Answer | undefined {
  const key = [status, `${status.charAt(0)}XX`, 'default'].find((each) => Object.hasOwn(responses, each))
  return key === undefined ? undefined : { key, response: responses[key] as HttpResponse }
}

/** A client that does not know a status treats it as a failure: right for an error, wrong for a success. */
function statusAdded({ name, oldName }: OperationPair, status: string): ContractFinding {
  const where = {
    direction: 'response',
    at: `${name}/response/${status}`,
    ...{
      pointer: pointer('operations', name, 'responses', status),
      oldPointer: pointer('operations', oldName, 'responses'),
    },
  } as const
  if (isError(status)) {
    const message = `${name} may answer ${status} now; deployed clients take it for the failure it is`
    return found('error-status-added', { ...where, severity: 'info', message, parts: { client: 'minor' } })
  }
  const message = `${name} may answer ${status} now, which deployed clients take for a failure`
  return found('success-status-added', { ...where, severity: 'breaking', message })
}

function statusRemoved({ name, oldName }: OperationPair, status: string): ContractFinding {
  const where = {
    direction: 'response',
    at: `${name}/response/${status}`,
    ...{
      pointer: pointer('operations', name, 'responses'),
      oldPointer: pointer('operations', oldName, 'responses', status),
    },
    parts: { client: 'major', server: 'major', types: 'major', mocks: 'major' },
  } as const
  const message = `${name} no longer answers ${status}`
  if (isError(status)) return found('error-status-removed', { ...where, severity: 'info', message })
  return found('success-status-removed', { ...where, severity: 'breaking', message, needsNewProvider: true })
}

function isError(status: string): boolean {
  return /^[45]/.test(status) || status === 'default'
}

interface ResponsePair {
  readonly status: string
  readonly before: Answer
  readonly after: Answer
}

function compareResponse(
  comparison: Comparison,
  { name, oldName, old, now }: OperationPair,
  { status, before, after }: ResponsePair,
): readonly ContractFinding[] {
  const isWebhook = now.webhook === true && old.webhook === true
  const flow: Flow = {
    sentBy: isWebhook ? 'consumer' : 'provider',
    retained: false,
    direction: isWebhook ? 'request' : 'response',
  }
  const places = {
    pointer: pointer('operations', name, 'responses', after.key),
    oldPointer: pointer('operations', oldName, 'responses', before.key),
  }
  const place = `${name}/response/${status}`
  const compareParts = (parts: readonly ('headers' | 'body')[]): readonly ContractFinding[] =>
    parts.flatMap((part) =>
      comparePayload(comparison, {
        ...{ oldAt: before.response[part], at: after.response[part], flow },
        ...{ mayBeEmpty: part === 'headers', place: `${place}/${part}`, ...places },
      }),
    )
  const words = compareDescriptions(before.response, after.response, { at: place, ...places })
  if (!isOtherProblem(before.response, after.response)) return [...words, ...compareParts(['headers', 'body'])]
  const message =
    after.response.problem === true ? 'it is a problem document now' : 'it is no longer a problem document'
  const verdict = { severity: 'breaking', direction: flow.direction, needsNewProvider: true, message } as const
  return [...words, found('problem-changed', { ...verdict, at: place, ...places }), ...compareParts(['headers'])]
}

/** Where only one has a body, that it came or went says it. */
function isOtherProblem(before: HttpResponse, after: HttpResponse): boolean {
  return before.problem !== after.problem && before.body !== undefined && after.body !== undefined
}
