import {
  ContractViolation,
  converted,
  type HttpOperationDefinition,
  type Issue,
  isObject,
  type ParametersDefinition,
} from '@tessera/runtime.core'
import { encodeHeaders } from './header-values.ts'
import { bodyIssues, tooLarge, type WrittenBody, writeBody } from './body.ts'
import type { OutgoingBody } from './byte-stream.ts'
import { issuesOf, JSON_TYPE } from './json-body.ts'
import type { Parameters } from './parameter-text.ts'
import { fillPath } from './path.ts'
import { encodeQuery } from './query.ts'

export interface WrittenRequest {
  /** Path and query, below the base URL. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: OutgoingBody | undefined
}

/** Told of a violation; where it returns, the request is written all the same. `undefined`: nothing is checked. */
export type OnViolation = ((violation: ContractViolation) => void) | undefined

/**
 * Writes one call as a request.
 * @throws ContractViolation `sent`, where there is no way to write it; whatever `onViolation` throws
 */
export function writeRequest(
  name: string,
  operation: HttpOperationDefinition,
  input: unknown,
  onViolation: OnViolation,
): WrittenRequest {
  const parts = encodeParts(operation.request, isObject(input) ? input : {})
  if (onViolation) checkParts(name, operation, parts, onViolation)
  const { headers } = operation.request
  const body = operation.request.body && parts.body !== undefined ? bodyOf(name, operation, parts.body) : undefined
  return {
    target: targetOf(name, operation, parts),
    headers: headersOf(name, { headers, body }, parts),
    body: body?.content,
  }
}

function targetOf(
  name: string,
  { path, request: { params, query } }: HttpOperationDefinition,
  parts: Readonly<Record<string, unknown>>,
): string {
  const filled = params
    ? written(name, 'params', (issues) => fillPath(path, fields(parts.params), issues, params))
    : path
  return query ? filled + written(name, 'query', (issues) => encodeQuery(fields(parts.query), issues, query)) : filled
}

const JSON_HEADERS = { 'content-type': JSON_TYPE } as const
const NO_HEADERS = {} as const

function headersOf(
  name: string,
  { headers, body }: { readonly headers: ParametersDefinition | undefined; readonly body: WrittenBody | undefined },
  parts: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const type = body === undefined ? NO_HEADERS : contentType(body)
  if (headers === undefined) return type
  return { ...written(name, 'headers', (issues) => encodeHeaders(fields(parts.headers), issues, headers)), ...type }
}

function contentType({ mediaType }: WrittenBody): Readonly<Record<string, string>> {
  return mediaType === JSON_TYPE ? JSON_HEADERS : { 'content-type': mediaType }
}

function encodeParts(
  { params, query, headers, encode }: HttpOperationDefinition['request'],
  parts: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!encode && !params?.encode && !query?.encode && !headers?.encode) return parts
  return {
    ...parts,
    params: converted(parts.params, params?.encode),
    query: converted(parts.query, query?.encode),
    headers: converted(parts.headers, headers?.encode),
    body: converted(parts.body, encode),
  }
}

/** Of a body whose size shows only while it is being sent. */
export function sentTooLarge(name: string, maxBytes: number): ContractViolation {
  return violation(name, 'body', [tooLarge(maxBytes)])
}

const PARTS = ['params', 'query', 'headers', 'body'] as const

function checkParts(
  name: string,
  { request }: HttpOperationDefinition,
  parts: Readonly<Record<string, unknown>>,
  onViolation: NonNullable<OnViolation>,
): void {
  for (const part of PARTS) {
    const definition = request[part]
    if (definition === undefined) {
      if (parts[part] !== undefined) onViolation(violation(name, part, [UNDECLARED]))
      continue
    }
    const issues =
      typeof definition === 'function'
        ? bodyIssues(request, parts.body)
        : issuesOf(definition.check, fields(parts[part]))
    if (issues.length > 0) onViolation(violation(name, part, issues))
  }
}

const UNDECLARED: Issue = { pointer: '', keyword: 'additionalProperties', message: 'is not declared' }

function violation(name: string, part: string, issues: readonly Issue[]): ContractViolation {
  return new ContractViolation('sent', `${name}/request/${part}`, issues)
}

/** Parameters left out are the same as none given. */
function fields(value: unknown): Parameters {
  return isObject(value) ? value : {}
}

function written<R>(name: string, part: string, write: (issues: Issue[]) => R): R {
  const issues: Issue[] = []
  const result = write(issues)
  if (issues.length > 0) throw violation(name, part, issues)
  return result
}

function bodyOf(name: string, { request }: HttpOperationDefinition, value: unknown): WrittenBody {
  const outcome = writeBody(request, value)
  if ('issue' in outcome) throw violation(name, 'body', [outcome.issue])
  return outcome
}
