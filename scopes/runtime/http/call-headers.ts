import { randomUUID } from 'node:crypto'
import { type ContractIdentity, currentContext, HEADERS } from '@tessera/runtime.core'
import { JSON_TYPE, PROBLEM_TYPE } from './json-body.ts'
import type { Call } from './perform.ts'

type Headers = Readonly<Record<string, string>>

/** What says which agreement a caller speaks: the same for all its calls. */
export function identityHeaders({ contract, line, hash }: ContractIdentity): Headers {
  return { [HEADERS.contract]: contract, [HEADERS.line]: String(line), [HEADERS.hash]: hash }
}

/** Headers of one call, but for trace and deadline: later sources go before earlier ones, `identity` before all. */
export function callHeaders(
  { operation, options }: Call,
  sources: readonly (Headers | undefined)[],
  identity: Headers,
): Record<string, string> {
  const headers: Record<string, string> = { accept: `${JSON_TYPE}, ${PROBLEM_TYPE}` }
  for (const source of sources) {
    for (const [name, value] of Object.entries(source ?? {})) headers[name.toLowerCase()] = value
  }
  const tracestate = currentContext()?.tracestate
  if (tracestate !== undefined) headers[HEADERS.tracestate] = tracestate
  if (operation.idempotent === 'key') headers[HEADERS.idempotencyKey] ??= options.idempotencyKey ?? randomUUID()
  return Object.assign(headers, identity)
}
