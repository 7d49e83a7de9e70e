import { ContractViolation, type HttpOperationDefinition, type Issue, isObject } from '@tessera/runtime.core'
import { encodeHeaders } from './header-values.ts'
import { bodyIssues, bodyType, writeBody } from './body.ts'
import { issuesOf } from './json-body.ts'
import type { Parameters } from './parameter-text.ts'
import { fillPath } from './path.ts'
import { encodeQuery } from './query.ts'

export interface WrittenRequest {
  /** Path and query, below the base URL. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
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
  const parts = isObject(input) ? input : {}
  if (onViolation) checkParts(name, operation, parts, onViolation)
  const { params, query, headers } = operation.request
  const body = operation.request.body && parts.body !== undefined ? bodyOf(name, operation, parts.body) : undefined
  return {
    target:
      written(name, 'params', (issues) => fillPath(operation.path, params ? fields(parts.params) : {}, issues)) +
      (query ? written(name, 'query', (issues) => encodeQuery(fields(parts.query), issues, query)) : ''),
    headers: {
      ...(headers ? written(name, 'headers', (issues) => encodeHeaders(fields(parts.headers), issues)) : {}),
      ...(body === undefined ? {} : { 'content-type': bodyType(operation.request) }),
    },
    body,
  }
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

function bodyOf(name: string, { request }: HttpOperationDefinition, value: unknown): string {
  const outcome = writeBody(request, value)
  if ('issue' in outcome) throw violation(name, 'body', [outcome.issue])
  return outcome.text
}
