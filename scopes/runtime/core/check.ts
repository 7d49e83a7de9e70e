import type { Convert } from './codecs.ts'

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

export type ParameterType = 'string' | 'number' | 'boolean' | 'string[]' | 'number[]' | 'boolean[]' | 'object'

/** What a field of a form is read as; a file is bytes with a media type, `json` any value written as JSON. */
export type FieldType = ParameterType | 'file' | 'file[]' | 'json' | 'json[]'

/**
 * What the ends make of a payload, where they work with more than JSON has: who sends it encodes and then checks, who
 * receives it checks and then decodes. Absent where nothing is to be converted.
 */
export interface Codecs {
  readonly encode?: Convert
  readonly decode?: Convert
}

/** Parameters in path, query or headers: on the wire they are text, `types` says what they are read as. */
export interface ParametersDefinition extends Codecs {
  readonly check: Check
  readonly types: Readonly<Record<string, ParameterType>>
  /** Of those that are objects, what each property is read as; others are read as text. */
  readonly properties?: Readonly<Record<string, Readonly<Record<string, ParameterType>>>>
  /** Names that must be there. A required array that is absent on the wire is read as `[]`: it has no other form. */
  readonly required?: readonly string[]
  /** Of parameters that are not written OpenAPI's default way. */
  readonly styles?: Readonly<Record<string, ParameterStyle>>
}

/** OpenAPI's words for how a parameter is written as text. */
export interface ParameterStyle {
  readonly style?: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject' | 'simple' | 'label' | 'matrix'
  readonly explode?: boolean
}

/** By name of a scheme, the scopes needed; all of one record, any of a list. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>

/** As OpenAPI's Security Scheme Object says. The stub's hook checks it. */
export interface SecurityScheme {
  readonly type: 'http' | 'apiKey' | 'mutualTLS' | 'oauth2' | 'openIdConnect'
  readonly description?: string
  readonly scheme?: string
  readonly bearerFormat?: string
  readonly name?: string
  readonly in?: 'header' | 'query' | 'cookie'
  readonly openIdConnectUrl?: string
  readonly flows?: Readonly<Record<string, unknown>>
}

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

/** How a body is checked, and how it travels. `encode` and `decode` are those of the body. */
export interface HttpBodyDefinition extends Codecs {
  /** Absent where there is no body. */
  readonly body?: Check
  /** JSON where nothing is said. */
  readonly mediaType?: string
  /** Bytes, not text: they are handed over as they come, without waiting for the end. */
  readonly bytes?: true
  /** Of a form (`application/x-www-form-urlencoded`, `multipart/form-data`): what each field is read as. */
  readonly fields?: Readonly<Record<string, FieldType>>
  /** Fields that must be there. A list among them that is absent on the wire is read as `[]`: it has no other form. */
  readonly required?: readonly string[]
  /** Bytes of the body at most. */
  readonly maxBytes?: number
  /** The body may be absent. */
  readonly optional?: true
}

export interface HttpResponseDefinition extends HttpBodyDefinition {
  /** Those the contract names; names in lower case. */
  readonly headers?: ParametersDefinition
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
  /** Any of these; `[]` needs none. */
  readonly security?: readonly SecurityRequirement[]
  readonly request: HttpBodyDefinition & {
    readonly params?: ParametersDefinition
    readonly query?: ParametersDefinition
    /** Names in lower case. */
    readonly headers?: ParametersDefinition
  }
  readonly responses: Readonly<Record<number, HttpResponseDefinition>>
}

/** What a generated client or server knows of its contract at run time. */
export interface HttpDefinition extends ContractDefinition {
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

/** What is the same of every pattern. */
export interface ContractDefinition extends ContractIdentity {
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
  /**
   * By slot, JSON pointers of what no log, span or error may show; `*` stands for any item or member:
   * `{ 'createOrder/request/body': ['/customer/iban'] }`.
   */
  readonly redact?: Readonly<Record<string, readonly string[]>>
}
