/** One thing wrong with a value. `message` names the rule, never the value: it may be private. */
export interface Issue {
  /** JSON pointer into the payload: `/items/0/qty`. */
  readonly pointer: string
  /** The JSON Schema keyword that failed: `required`, `type`, `minLength`… */
  readonly keyword: string
  readonly message: string
}

/**
 * Adds what is wrong with `value` to `issues`. A reader's check also fills defaults in place; a writer's check changes
 * nothing and refuses undeclared properties.
 */
export type Check = (value: unknown, pointer: string, issues: Issue[]) => void

export type ParameterType = 'string' | 'number' | 'boolean' | 'string[]' | 'number[]' | 'boolean[]'

/** Parameters in path, query or headers: on the wire they are text, `types` says what they are read as. */
export interface ParametersDefinition {
  readonly check: Check
  readonly types: Readonly<Record<string, ParameterType>>
  /** Names that must be there. A required array that is absent on the wire is read as `[]`: it has no other form. */
  readonly required?: readonly string[]
}

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

export interface HttpResponseDefinition {
  /** Absent where the response has no body. */
  readonly body?: Check
  /** Sent as `application/problem+json` (RFC 9457). */
  readonly problem?: true
}

export interface HttpOperationDefinition {
  readonly method: HttpMethod
  /** `/orders/{id}` */
  readonly path: string
  readonly deadlineMs?: number
  /** `key`: repeatable under the same `idempotency-key` header. */
  readonly idempotent: boolean | 'key'
  readonly request: {
    readonly params?: ParametersDefinition
    readonly query?: ParametersDefinition
    /** Names in lower case. */
    readonly headers?: ParametersDefinition
    readonly body?: Check
  }
  readonly responses: Readonly<Record<number, HttpResponseDefinition>>
}

/** What a generated client or server knows of its contract at run time. */
export interface HttpDefinition extends ContractIdentity {
  readonly operations: Readonly<Record<string, HttpOperationDefinition>>
}

/** Which agreement a peer speaks: peers of one line work together, whatever their hash. */
export interface ContractIdentity {
  /** `acme.orders/orders-api` */
  readonly contract: string
  /** Protocol line: one up with each breaking change. */
  readonly line: number
  /** Over the slots, without descriptions and examples. */
  readonly hash: string
}
