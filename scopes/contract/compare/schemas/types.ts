import type { JsonSchema } from '@tessera/contract.define/document'

/**
 * Which values of the old schema have to stay valid. `strict`: all of them. `lenient`: those without undeclared
 * properties, which is what closed writers send; an object is closed where its schema has `properties` and leaves out
 * `additionalProperties`.
 */
export type Policy = 'strict' | 'lenient'

/** `compatible` and `breaking` are proven; `risky` is what could not be decided. */
export type Level = 'compatible' | 'risky' | 'breaking'

export interface CompareSchemasOptions {
  /** `lenient` if absent. */
  readonly policy?: Policy
  /** Milliseconds; 1000 if absent. Steps are counted, so that a slow machine gives the same verdict. */
  readonly timeoutMs?: number
  /** What `#/$defs/<name>` refers to, besides the schema's own. */
  readonly oldDefs?: Readonly<Record<string, JsonSchema>>
  readonly newDefs?: Readonly<Record<string, JsonSchema>>
  /** Of the search for a witness beyond the fragment that is proved; 1 if absent. */
  readonly seed?: number
}

export interface SchemaComparison {
  readonly level: Level
  /** Every change, those that break first. */
  readonly findings: readonly SchemaFinding[]
  /** A value that the policy admits, valid under the old schema and invalid under the new one. */
  readonly witness?: unknown
}

/** One change between two schemas, at the deepest place that explains it. */
export interface SchemaFinding {
  /** Stable: `required-added`, `maximum-lowered`…; `SCHEMA_RULES` has them all. */
  readonly rule: string
  readonly severity: 'breaking' | 'risky' | 'info'
  /** JSON pointer into the new schema, to where the change is or would be. */
  readonly pointer: string
  /** JSON pointer into the old schema. */
  readonly oldPointer: string
  /** A plain sentence. */
  readonly message: string
  /** A whole value that this change by itself makes invalid. */
  readonly witness?: unknown
}
