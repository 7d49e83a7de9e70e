import type { Body, Payload } from './payload.ts'

const KEY = Symbol.for('tessera.contract.response')

/** What an answer has besides its body. */
export interface ResponseOptions {
  /** Names in lower case. */
  readonly headers?: Payload
  readonly description?: string
}

/** An answer with headers or a description, as `response` made it. */
export interface ResponseWith extends ResponseOptions {
  readonly [KEY]: true
  readonly body: Body | null
}

/**
 * An answer of an operation that says more than its body.
 * @example responses: { 201: response(Order, { headers: { location: z.url() } }) }
 */
export function response(body: Body | null, options: ResponseOptions): ResponseWith {
  return { [KEY]: true, body, ...options }
}

export function isResponseWith(value: Body | ResponseWith): value is ResponseWith {
  return KEY in value
}
