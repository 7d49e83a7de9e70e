import { sendable, writeRequest } from '@tessera/runtime.http/wire'
import { ContractViolation, type HttpOperationDefinition } from '@tessera/runtime.core'
import { type Dispatcher, request } from 'undici'
import type { PlannedRequest } from './plan.ts'

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Dispatcher.DispatchOptions['body'] | undefined
}

export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly tookMs: number
}

/** Nothing, where there is no way to write the request: the case cannot be put to a provider. */
export function toWire(
  base: string,
  planned: PlannedRequest,
  operation: HttpOperationDefinition,
): WireRequest | undefined {
  try {
    const { target, headers, body } = writeRequest(planned.operation, operation, planned.input, undefined)
    const { raw } = planned
    return {
      method: operation.method,
      url: base.replace(/\/$/, '') + target,
      headers: {
        accept: 'application/json, application/problem+json, */*;q=0.5',
        ...headers,
        ...(raw?.mediaType === undefined ? {} : { 'content-type': raw.mediaType }),
      },
      body: raw === undefined ? sendable(body) : raw.text,
    }
  } catch (problem) {
    if (problem instanceof ContractViolation) return undefined
    throw problem
  }
}

/** How often a provider that says it is busy is asked again. */
const PATIENCE = 3

/** @throws whatever the connection came to an end with */
export async function send(
  wire: WireRequest,
  limit: { readonly ms: number; readonly signal?: AbortSignal },
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sendOnce(wire, limit)
    if (answer.status !== 429 || attempt > PATIENCE) return answer
    const seconds = Number(answer.headers['retry-after'] ?? 1)
    await new Promise((resolve) => setTimeout(resolve, Math.min(Number.isFinite(seconds) ? seconds : 1, 5) * 1000))
  }
}

async function sendOnce(
  { method, url, headers, body }: WireRequest,
  { ms, signal }: { readonly ms: number; readonly signal?: AbortSignal },
): Promise<Answer> {
  const timeout = AbortSignal.timeout(ms)
  const began = performance.now()
  const response = await request(url, {
    ...{ method: method as Dispatcher.HttpMethod, headers },
    ...(body === undefined ? {} : { body }),
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  })
  const bytes = await response.body.bytes()
  return {
    status: response.statusCode,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body: bytes,
    tookMs: performance.now() - began,
  }
}

/** The request as a command of a POSIX shell. `secret`: names of headers whose values come from the environment. */
export function curl({ method, url, headers, body }: WireRequest, secret: ReadonlySet<string>): string {
  const shown = Object.entries(headers).map(([name, value]) =>
    secret.has(name) ? `-H "${name}: $${name.toUpperCase().replaceAll('-', '_')}"` : `-H ${quote(`${name}: ${value}`)}`,
  )
  const data =
    body === undefined || body === null
      ? []
      : typeof body === 'string'
        ? [`--data-binary ${quote(body)}`]
        : ['--data-binary @body  # not text: see the payload of the contract']
  return [`curl -i -X ${method} ${quote(url)}`, ...shown, ...data].join(' ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
