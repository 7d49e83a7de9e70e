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
  /** Unique: `createOrder/request/body`, `charges/message`, `placed/data`. */
  readonly at: string
  readonly sentBy: Side | 'either'
  /** What may travel (Zod's `io: "input"`); named schemas are `{ "$ref": "#/$defs/Order" }`. */
  readonly schema: JsonSchema
  /** `application/json` where nothing is said. */
  readonly mediaType?: string
  /** The author said strict: readers refuse undeclared properties too. */
  readonly strict?: true
  /** The payload may be absent altogether. */
  readonly optional?: true
  /** Bytes of the payload on the wire at most. */
  readonly maxBytes?: number
}

/** What anything that has a name in a contract may say of itself. */
export interface Described {
  readonly summary?: string
  readonly description?: string
  /** Why, and what to use instead. */
  readonly deprecated?: string
  /** The date it goes: `2027-03-01`. */
  readonly sunset?: string
}

/** As in OpenAPI and AsyncAPI: by name, the scopes needed; all of one record, any of a list. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

/** As OpenAPI's Security Scheme Object says: `{ "type": "http", "scheme": "bearer" }`. The stub's hook checks it. */
export interface SecurityScheme {
  readonly type: 'http' | 'apiKey' | 'mutualTLS' | 'oauth2' | 'openIdConnect'
  readonly description?: string
  /** `http`: `bearer`, `basic`… */
  readonly scheme?: string
  readonly bearerFormat?: string
  /** `apiKey`: the name of the header, query parameter or cookie. */
  readonly name?: string
  readonly in?: 'header' | 'query' | 'cookie'
  readonly openIdConnectUrl?: string
  /** `oauth2`: as in OpenAPI. */
  readonly flows?: Readonly<Record<string, unknown>>
}

/** OpenAPI's words for how a parameter is written as text. */
export interface ParameterStyle {
  readonly style?: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'simple' | 'label' | 'matrix'
  readonly explode?: boolean
}

export interface HttpOperation extends Described {
  readonly method: Method
  /** `/orders/{id}` */
  readonly path: string
  /** The provider calls the consumer: request slots are sent by the provider. `path` is where a receiver mounts it. */
  readonly webhook?: true
  /** Names it had: kept as deprecated aliases in the client. */
  readonly aliases?: readonly string[]
  readonly deadlineMs?: number
  /** `key`: a POST that is idempotent under an `idempotency-key` header. */
  readonly idempotent: boolean | 'key'
  /** Any of these; `[]` needs none; absent: what the contract says. */
  readonly security?: readonly SecurityRequirement[]
  /** `at` of the slots; absent where the operation has none. */
  readonly request: {
    readonly params?: string
    readonly query?: string
    readonly headers?: string
    readonly body?: string
  }
  /** Parameters that are not written OpenAPI's default way, by `params/id`, `query/filter`, `headers/x-tags`. */
  readonly styles?: Readonly<Record<string, ParameterStyle>>
  readonly responses: Readonly<Record<string, HttpResponse>>
}

export interface HttpResponse {
  /** `at` of the body's slot; absent where there is no body. */
  readonly body?: string
  /** `at` of the slot of the headers that the contract names. */
  readonly headers?: string
  /** RFC 9457: sent as `application/problem+json`. */
  readonly problem?: true
  readonly description?: string
}

/** `one-of-all`: one subscriber among all; `one-per-service`: each service once, its replicas share; `each-replica`. */
export type Delivery = 'one-of-all' | 'one-per-service' | 'each-replica'

/** What a subscriber does with a message that its handler failed on, before it becomes a dead letter. */
export interface RetryPolicy {
  /** Deliveries in all, the first included. */
  readonly attempts: number
  /** Milliseconds before the second attempt. */
  readonly delayMs: number
  /** `exponential`: the delay doubles each time. `constant` where nothing is said. */
  readonly backoff?: 'constant' | 'exponential'
  readonly maxDelayMs?: number
}

/** A kind of message, with the slots it has on one channel. */
export interface MessageEdge extends Described {
  /** `charge`: what the message type header says, and what two channels share. */
  readonly name: string
  /** `at` of the slot. */
  readonly payload: string
  /** `at` of the slot of the headers that the contract names. */
  readonly headers?: string
}

/** Where messages of one kind go. */
export interface Channel extends Described {
  /** Queue, topic or subject; `<contract id>/<channel>` where nothing is said. */
  readonly address?: string
  readonly sentBy: Side
  readonly message: MessageEdge
  /** Sent by the other side, to the address that the message names. */
  readonly reply?: MessageEdge
  readonly delivery: Delivery
  /** Property of the payload: messages equal in it are handled in order. */
  readonly orderBy?: string
  readonly retry?: RetryPolicy
  /** Milliseconds a requester waits for the reply. */
  readonly deadlineMs?: number
  readonly security?: readonly SecurityRequirement[]
}

/** A message or, with a reply, a request that may travel over an open connection. */
export interface SocketItem extends Described {
  readonly sentBy: Side | 'either'
  /** `at` of the slot. */
  readonly payload: string
  /** `at` of the slot; sent by the other side. */
  readonly reply?: string
  readonly deadlineMs?: number
}

/** What both ends of a direct connection hold each other to. */
export interface ConnectionRules {
  /** Bytes that a sender may have on the way before the receiver grants more. */
  readonly windowBytes: number
  /** Milliseconds between heartbeats; a peer that is silent for two of them is gone. */
  readonly heartbeatMs: number
}

/** A thin CloudEvent: what happened, and how to ask for the details. */
export interface ThinEvent extends Described {
  /** CloudEvents `type`; `<contract id>.<event>` where nothing is said. */
  readonly type?: string
  /** `at` of the slot. */
  readonly data: string
  /** Property of the data: events equal in it are handled in order. */
  readonly orderBy?: string
  /** Absent where the event says all there is. */
  readonly details?: EventDetails
}

/** The HTTP operation that answers what a thin event leaves out. */
export interface EventDetails {
  readonly operation: string
  /** Parameter of the operation, `id` of the path or `query/expand`, to the property of the data that feeds it. */
  readonly arguments: Readonly<Record<string, string>>
  /** Property of the data that says which version of the details the event is about. */
  readonly version?: string
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
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
  /** What operations and channels need that say nothing of their own. */
  readonly security?: readonly SecurityRequirement[]
  /** Set where `pattern` is `http`. */
  readonly operations?: Readonly<Record<string, HttpOperation>>
  /** Set where `pattern` is `messaging`. */
  readonly channels?: Readonly<Record<string, Channel>>
  /** Set where `pattern` is `sockets`. */
  readonly items?: Readonly<Record<string, SocketItem>>
  readonly connection?: ConnectionRules
  /** Set where `pattern` is `events`. */
  readonly events?: Readonly<Record<string, ThinEvent>>
  /** Id of the HTTP contract whose operations give details: `acme.orders/orders-api`. */
  readonly detailsOf?: string
  readonly delivery?: Delivery
  readonly retry?: RetryPolicy
  /** Share of events, 0 to 1, that subscribers are expected to fetch details for. */
  readonly expectedFetchShare?: number
  readonly slots: readonly Slot[]
  /** Names of `$defs` that others may import. Every named schema of a contract without a pattern. */
  readonly exports: readonly string[]
  /**
   * Every schema the slots use. Besides JSON Schema: `x-origin: "acme.shared/money/contract#Money"` on shared ones,
   * `x-extensible-enum: [...]` on open enums (readers take any string), `x-redact: true` on what no log may show.
   */
  readonly $defs: Readonly<Record<string, JsonSchema>>
}
