/** A JSON Schema 2020-12. */
export type JsonSchema = boolean | JsonSchemaObject
export interface JsonSchemaObject {
  readonly [keyword: string]: unknown
}

/** The owner of the contract is the provider, whatever way data flows. */
export type Side = 'provider' | 'consumer'
export type Pattern = 'http' | 'messaging' | 'sockets' | 'events' | 'schemas'
export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

/** One payload of the contract. Compare, generate, mock and exchange walk the slots of a document. */
export interface Slot {
  /** Unique: `createOrder/request/body`, `createOrder/response/201/body`. */
  readonly at: string
  readonly sentBy: Side | 'either'
  /** What may travel (Zod's `io: "input"`); named schemas are `{ "$ref": "#/$defs/Order" }`. */
  readonly schema: JsonSchema
  readonly mediaType?: string
  /** The author said strict: readers refuse undeclared properties too. */
  readonly strict?: true
}

export interface HttpOperation {
  readonly method: Method
  /** `/orders/{id}` */
  readonly path: string
  readonly summary?: string
  readonly description?: string
  /** Why, and what to use instead. */
  readonly deprecated?: string
  readonly deadlineMs?: number
  /** `key`: a POST that is idempotent under an `idempotency-key` header. */
  readonly idempotent: boolean | 'key'
  /** `at` of the slots; absent where the operation has none. */
  readonly request: {
    readonly params?: string
    readonly query?: string
    readonly headers?: string
    readonly body?: string
  }
  readonly responses: Readonly<Record<string, HttpResponse>>
}

export interface HttpResponse {
  /** `at` of the body's slot; absent where there is no body. */
  readonly body?: string
  /** RFC 9457: sent as `application/problem+json`. */
  readonly problem?: true
  readonly description?: string
}

/** The normal form of a contract: plain JSON, closed, in a stable order, without dates or source positions. */
export interface ContractDocument {
  readonly formatVersion: 1
  /** `acme.orders/orders-api` */
  readonly id: string
  readonly pattern: Pattern
  /** Protocol line: one up with each breaking change. */
  readonly line: number
  readonly summary?: string
  readonly description?: string
  /** Set where `pattern` is `http`. */
  readonly operations?: Readonly<Record<string, HttpOperation>>
  readonly slots: readonly Slot[]
  /** Names of `$defs` that others may import. Every named schema of a contract without a pattern. */
  readonly exports: readonly string[]
  /** Every schema the slots use; shared ones carry `x-origin: "acme.shared/money/contract#Money"`. */
  readonly $defs: Readonly<Record<string, JsonSchema>>
}
