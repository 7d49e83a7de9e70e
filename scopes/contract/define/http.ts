import type { z } from 'zod'
import { type ContractBase, markContract } from './contract.ts'
import type { Method } from './document.ts'

/** Named fields, each with its schema. */
export type Shape = Readonly<Record<string, z.ZodType>>
/** A schema, or the shape of an object. */
export type Payload = z.ZodType | Shape

/** `'/orders/{id}/items/{sku}'` has `'id' | 'sku'`. */
export type PathParameter<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never

/** One operation, as an author may write it. Paths and parameters are held together by `httpContract`. */
export interface HttpOperationInput {
  readonly method: Method
  /** Starts with a slash; parameters in braces: `/orders/{id}`. */
  readonly path: string
  readonly summary?: string
  readonly description?: string
  /** One schema for each parameter of the path. */
  readonly params?: Payload
  readonly query?: Payload
  /** Names in lower case. */
  readonly headers?: Payload
  /** Not with GET and DELETE. */
  readonly body?: Payload
  /** What each status answers; `null` is no body, `problem()` an RFC 9457 problem. */
  readonly responses: { readonly [status: number]: Payload | null }
  /** Statuses that answer a plain problem: short for `{ [status]: problem() }`. */
  readonly errors?: readonly number[]
  /** Milliseconds the caller waits at most. */
  readonly deadlineMs?: number
  /** GET, PUT and DELETE are idempotent if nothing is said; `key`: by an `idempotency-key` header. */
  readonly idempotent?: boolean | 'key'
  /** Why, and what to use instead. */
  readonly deprecated?: string
}

export interface HttpContract<O = Readonly<Record<string, HttpOperationInput>>> extends ContractBase<'http'> {
  readonly operations: O
}

interface HttpContractInput<O> {
  readonly id: `${string}/${string}`
  readonly summary?: string
  readonly description?: string
  readonly line?: number
  readonly operations: { readonly [K in keyof O]: Checked<O[K]> }
}

type PathOf<T> = T extends { readonly path: infer P extends string } ? P : never
type ParamsNeeded<P extends string> = [PathParameter<P>] extends [never]
  ? unknown
  : { readonly params: z.ZodObject | { readonly [K in PathParameter<P>]: z.ZodType } }

/** An object, so that what it is intersected with does not vanish into `never`: the error stands at the option. */
interface Refused<Why extends string> {
  readonly refused: Why
}

/** A const type parameter loses the excess-property check; this gives it back. */
type NoUnknownOption<T> = {
  readonly [K in Exclude<keyof T, keyof HttpOperationInput>]: Refused<'is no option of an operation'>
}
type NoBody<T> = T extends { readonly method: 'GET' | 'DELETE'; readonly body: unknown }
  ? { readonly body: Refused<'GET and DELETE have no body'> }
  : unknown
type DeclaredParams<T> = T extends { readonly params: z.ZodObject<infer S> }
  ? keyof S
  : T extends { readonly params: infer S }
    ? keyof S
    : never
type NoStrayParams<T> = [Exclude<DeclaredParams<T>, PathParameter<PathOf<T>>>] extends [never]
  ? unknown
  : T extends { readonly params: z.ZodObject }
    ? { readonly params: Refused<'declares a parameter that is not in the path'> }
    : {
        readonly params: {
          readonly [K in Exclude<DeclaredParams<T>, PathParameter<PathOf<T>>>]: Refused<'is not in the path'>
        }
      }
type Checked<T> = T & NoUnknownOption<T> & NoBody<T> & NoStrayParams<T>

/**
 * Declares an HTTP API. Nothing is evaluated or thrown here: `toDocument` reports what is wrong with it.
 * @example httpContract({ id: 'acme.orders/orders-api', operations: {
 *   getOrder: { method: 'GET', path: '/orders/{id}', params: { id: z.uuid() }, responses: { 200: Order, 404: problem() } },
 * } })
 */
export function httpContract<
  const O extends { readonly [K in keyof O]: HttpOperationInput & ParamsNeeded<PathOf<O[K]>> },
>(contract: HttpContractInput<O>): HttpContract<O> {
  const { operations, line = 1, ...rest } = contract
  return markContract({ pattern: 'http', line, ...rest, operations: operations as O })
}
