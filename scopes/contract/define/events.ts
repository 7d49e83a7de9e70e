import type { z } from 'zod'
import { type ContractBase, markContract } from './contract.ts'
import type { Delivery, RetryPolicy } from './document.ts'
import type { HttpContract } from './http.ts'
import type { DescribedInput, HeadInput, NoUnknown, Refused, ScalarKeyOf } from './options.ts'
import type { Body, SchemaOf } from './payload.ts'

/** A thin event, as an author may write it. Names are held together by `eventContract`. */
export interface EventInput extends DescribedInput {
  /** CloudEvents `type`; `<contract id>.<event>` if absent. */
  readonly type?: string
  /** What happened, in few words: who wants more asks for the details. */
  readonly data: Body
  /** Property of the data: events equal in it are handled in order. */
  readonly orderBy?: string
  /** GET operation of `detailsOf` that answers what the event leaves out. */
  readonly details?: string
  /** Parameter of that operation to the property of the data that feeds it. */
  readonly args?: Readonly<Record<string, string>>
  /** Property of the data that says which version of the details the event is about. */
  readonly version?: string
}

export interface EventContract<E = Readonly<Record<string, EventInput>>> extends ContractBase<'events'> {
  readonly events: E
  readonly detailsOf?: HttpContract<unknown>
  readonly delivery: Delivery
  readonly retry?: RetryPolicy
  readonly expectedFetchShare: number
}

interface EventContractInput<O, E> extends HeadInput {
  /** The HTTP contract whose operations give details: the value that `httpContract` returned. */
  readonly detailsOf?: HttpContract<O>
  /** Who of many subscribers gets an event; `one-per-service` if absent. */
  readonly delivery?: Delivery
  readonly retry?: RetryPolicy
  /** Share of events, 0 to 1, that subscribers may fetch details for before they are warned; 0.2 if absent. */
  readonly expectedFetchShare?: number
  readonly events: { readonly [K in keyof E]: Checked<NoInfer<O>, E[K]> }
}

type GetName<O> = { [K in keyof O]: O[K] extends Get ? (O[K] extends Webhook ? never : K) : never }[keyof O] & string
interface Get {
  readonly method: 'GET'
}
interface Webhook {
  readonly webhook: true
}
type DataOf<T> = T extends { readonly data: infer D } ? z.input<SchemaOf<D>> : never

/** `params` or `query` of an operation, as a writer supplies them. */
type InputOf<O, Part extends string> = O extends { readonly [K in Part]: infer P } ? z.input<SchemaOf<P>> : unknown
type ParametersOf<O> = InputOf<O, 'params'> & InputOf<O, 'query'>
/** Properties of the data that fit a parameter. */
type Feeding<D, P> = { [K in keyof D]-?: D[K] extends P ? K : never }[keyof D] & string
type CheckedArguments<O, T> = T extends { readonly details: infer N }
  ? N extends keyof O
    ? NeededArguments<T, ParametersOf<O[N]>>
    : unknown
  : { readonly [K in keyof T & ('args' | 'version')]: Refused<'says nothing without details'> }
type NeededArguments<T, P> = unknown extends P
  ? { readonly args?: Readonly<Record<never, never>> }
  : Partial<P> extends P
    ? { readonly args?: Arguments<T, P> }
    : { readonly args: Arguments<T, P> }
type Arguments<T, P> = {
  readonly [K in keyof P]: Feeding<DataOf<T>, P[K]> | Refused<'is no property that fits'>
} & (T extends { readonly args: infer A }
  ? { readonly [K in Exclude<keyof A, keyof P>]: Refused<'is no parameter of the operation'> }
  : unknown)

/** `Refused` keeps the whole from vanishing into `never`, so that the error stands at the name. */
type Checked<O, T> = T &
  NoUnknown<T, EventInput, 'an event'> & {
    readonly details?: GetName<O> | Refused<'is no GET operation'>
    readonly orderBy?: ScalarKeyOf<DataOf<T>> | Refused<'is no text or number of the data'>
    readonly version?: ScalarKeyOf<DataOf<T>> | Refused<'is no text or number of the data'>
  } & CheckedArguments<O, T>

/**
 * Declares thin events and where their details are asked for. Nothing is evaluated or thrown here: `toDocument` reports
 * what is wrong with it.
 * @example eventContract({ id: 'acme.orders/order-events', detailsOf: ordersApi, events: {
 *   placed: { data: { orderId: z.string(), version: z.int() }, details: 'getOrder', args: { id: 'orderId' } },
 * } })
 */
export function eventContract<const E extends { readonly [K in keyof E]: EventInput }, O = Record<never, never>>(
  contract: EventContractInput<O, E>,
): EventContract<E> {
  const { line = 1, delivery = 'one-per-service', expectedFetchShare = 0.2, events, ...rest } = contract
  const given = { pattern: 'events' as const, line, delivery, expectedFetchShare, ...rest, events: events as E }
  return markContract(given) as EventContract<E>
}
