import type { Described, SecurityScheme } from './document.ts'
import type { SchemaOf } from './payload.ts'
import type { z } from 'zod'

/** What anything with a name may say of itself. */
export interface DescribedInput extends Omit<Described, 'sunset'> {
  /** The date it goes: `2027-03-01`. */
  readonly sunset?: `${number}-${number}-${number}`
}

/** A scheme by name, or with the scopes that are needed; all of one record. */
export type SecurityInput<S extends string = string> = [S] extends [never]
  ? never
  : S | { readonly [K in S]?: readonly string[] }

/** What a whole contract says of who may call. */
export interface SecurityOptions<S extends string> {
  /** `{ token: { type: 'http', scheme: 'bearer' } }` */
  readonly securitySchemes?: { readonly [K in S]: SecurityScheme }
  /** Any of these is enough, wherever nothing else is said. */
  readonly security?: readonly SecurityInput<NoInfer<S>>[]
}

/** What every contract says of itself. */
export interface HeadInput {
  /** `acme.orders/orders-api` */
  readonly id: `${string}/${string}`
  readonly summary?: string
  readonly description?: string
  /** Protocol line, from 1: one up with each breaking change. */
  readonly line?: number
}

/** An object, so that what it is intersected with does not vanish into `never`: the error stands at the option. */
export interface Refused<Why extends string> {
  readonly refused: Why
}

type Keys<T> = T extends unknown ? keyof T : never

/** A const type parameter loses the excess-property check; this gives it back. */
export type NoUnknown<T, Allowed, What extends string> = {
  readonly [K in Exclude<keyof T, Keys<Allowed>>]: Refused<`is no option of ${What}`>
}

/** Properties of a payload that hold one text or number. */
export type ScalarKey<B> = ScalarKeyOf<z.input<SchemaOf<B>>>
export type ScalarKeyOf<D> = {
  [K in keyof D]-?: NonNullable<D[K]> extends string | number ? K : never
}[keyof D] &
  string
