import { type ContractIdentity, HEADERS, type HttpOperationDefinition, randomHex } from '@tessera/runtime.core'
import { bodyForm, bodyType } from './body.ts'
import { JSON_TYPE, PROBLEM_TYPE } from './json-body.ts'

type Headers = Readonly<Record<string, string>>

/** Names and values by turns, as undici takes them fastest: what all calls of one operation say. */
export function headOf({ contract, line, hash }: ContractIdentity, operation: HttpOperationDefinition): string[] {
  const said = { [HEADERS.contract]: contract, [HEADERS.line]: String(line), [HEADERS.hash]: hash }
  return ['accept', acceptOf(operation), ...Object.entries(said).flat()]
}

function acceptOf({ responses }: HttpOperationDefinition): string {
  const others = Object.values(responses)
    .filter((response) => response.body !== undefined && bodyForm(response) !== 'json')
    .map(bodyType)
  return [...new Set([JSON_TYPE, PROBLEM_TYPE, ...others])].join(', ')
}

export interface CallHeaders {
  readonly operation: HttpOperationDefinition
  readonly head: readonly string[]
  /** Later ones go before earlier ones, and before all the name of the contract. */
  readonly sources: readonly (Headers | undefined)[]
  readonly traceparent: string
  readonly tracestate: string | undefined
  readonly idempotencyKey: string | undefined
}

/** Headers of one call, but for its deadline. */
export function callHeaders(call: CallHeaders): string[] {
  const { operation, head, sources } = call
  let given: Record<string, string> | undefined
  for (const source of sources) {
    for (const name in source) (given ??= {})[name.toLowerCase()] = source[name] as string
  }
  const headers = given === undefined ? head.slice() : merged(head, given)
  headers.push(HEADERS.traceparent, call.traceparent)
  if (call.tracestate !== undefined) headers.push(HEADERS.tracestate, call.tracestate)
  if (operation.idempotent === 'key' && given?.[HEADERS.idempotencyKey] === undefined) {
    headers.push(HEADERS.idempotencyKey, call.idempotencyKey ?? randomHex(16))
  }
  return headers
}

/** Who speaks is not up to the caller, nor what the stub writes itself. */
function merged(head: readonly string[], given: Readonly<Record<string, string>>): string[] {
  const headers: string[] = []
  for (let index = 0; index < head.length; index += 2) {
    const [name, value] = [head[index] as string, head[index + 1] as string]
    headers.push(name, name === 'accept' ? (given['accept'] ?? value) : value)
  }
  for (const name in given) if (!head.includes(name) && !OWN.has(name)) headers.push(name, given[name] as string)
  return headers
}

const OWN: ReadonlySet<string> = new Set([HEADERS.traceparent, HEADERS.tracestate, HEADERS.deadline])
