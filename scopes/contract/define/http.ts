import type { z } from 'zod'
import { type ContractBase, markContract } from './contract.ts'
import type { Method, ParameterStyle } from './document.ts'
import type { DescribedInput, HeadInput, NoUnknown, Refused, SecurityInput, SecurityOptions } from './options.ts'
import type { Body, Payload } from './payload.ts'
import type { ResponseWith } from './response.ts'

/** `'/orders/{id}/items/{sku}'` has `'id' | 'sku'`. */
export type PathParameter<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never

/** One operation, as an author may write it. Paths and parameters are held together by `httpContract`. */
export interface HttpOperationInput extends DescribedInput {
  readonly method: Method
  /** Starts with a slash; parameters in braces: `/orders/{id}`. */
  readonly path: string
  /** The owner of the contract calls, who uses it answers. `path` is where a receiver mounts it. */
  readonly webhook?: true
  /** Names it had: callers keep them, as deprecated. */
  readonly aliases?: readonly string[]
  /** One schema for each parameter of the path. */
  readonly params?: Payload
  readonly query?: Payload
  /** Names in lower case. */
  readonly headers?: Payload
  /** Not with GET and DELETE. `.optional()` where it may be left out. */
  readonly body?: Body
  /** What each status answers; `null` is no body, `problem()` an RFC 9457 problem, `response()` one with headers. */
  readonly responses: { readonly [status: number]: Body | ResponseWith | null }
  /** Statuses that answer a plain problem: short for `{ [status]: problem() }`. */
  readonly errors?: readonly number[]
  /** Milliseconds the caller waits at most. */
  readonly deadlineMs?: number
  /** GET, PUT and DELETE are idempotent if nothing is said; `key`: by an `idempotency-key` header. */
  readonly idempotent?: boolean | 'key'
  /** Any of these; `[]` needs none; absent: what the contract says. */
  readonly security?: readonly SecurityInput[]
  /** Parameters that are not written OpenAPI's default way: `{ 'query/filter': { style: 'deepObject' } }`. */
  readonly styles?: Readonly<Record<string, ParameterStyle>>
}

export interface HttpContract<O = Readonly<Record<string, HttpOperationInput>>>
  extends ContractBase<'http'>, SecurityOptions<string> {
  readonly operations: O
}

interface HttpContractInput<O, S extends string> extends HeadInput, SecurityOptions<S> {
  readonly operations: { readonly [K in keyof O]: Checked<O[K], NoInfer<S>> }
}

type PathOf<T> = T extends { readonly path: infer P extends string } ? P : never
type ParamsNeeded<P extends string> = [PathParameter<P>] extends [never]
  ? unknown
  : { readonly params: z.ZodObject | { readonly [K in PathParameter<P>]: z.ZodType } }

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
type FieldsOf<T, Part extends string> = T extends { readonly [K in Part]: infer P }
  ? `${Part}/${(P extends z.ZodObject<infer S> ? keyof S : keyof P) & string}`
  : never
type ParameterOf<T> = FieldsOf<T, 'params'> | FieldsOf<T, 'query'> | FieldsOf<T, 'headers'>
type CheckedStyles<T> = T extends { readonly styles: infer S }
  ? {
      readonly styles: {
        readonly [K in keyof S]: K extends ParameterOf<T>
          ? S[K] & NoUnknown<S[K], ParameterStyle, 'a parameter style'>
          : Refused<'names no parameter'>
      }
    }
  : unknown
type Checked<T, S extends string> = T &
  NoUnknown<T, HttpOperationInput, 'an operation'> &
  NoBody<T> &
  NoStrayParams<T> &
  CheckedStyles<T> & { readonly security?: readonly SecurityInput<S>[] }

/**
 * Declares an HTTP API. Nothing is evaluated or thrown here: `toDocument` reports what is wrong with it.
 * @example httpContract({ id: 'acme.orders/orders-api', operations: {
 *   getOrder: { method: 'GET', path: '/orders/{id}', params: { id: z.uuid() }, responses: { 200: Order, 404: problem() } },
 * } })
 */
export function httpContract<
  const O extends { readonly [K in keyof O]: HttpOperationInput & ParamsNeeded<PathOf<O[K]>> },
  S extends string = never,
>(contract: HttpContractInput<O, S>): HttpContract<O> {
  const { operations, line = 1, ...rest } = contract
  return markContract({ pattern: 'http', line, ...rest, operations: operations as O }) as HttpContract<O>
}
