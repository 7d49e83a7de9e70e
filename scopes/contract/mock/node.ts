import type { JsonSchema } from './types.ts'

/** Types as bits; `number` is a whole one or one with a fraction. */
export const NULL = 1
export const BOOLEAN = 2
export const INTEGER = 4
export const FRACTION = 8
export const STRING = 16
export const ARRAY = 32
export const OBJECT = 64
export const NUMBER = INTEGER | FRACTION
export const ALL = 127

/** One schema in one form for all drafts. `not…` and the like are what the negation of another node asks for. */
export interface Node {
  readonly id: number
  /** What it was read from, for its annotations. */
  readonly schema: JsonSchema
  types: number
  /** `const` and `enum` together. */
  values?: readonly unknown[]
  notValues?: readonly unknown[]
  number?: NumberRules
  text?: TextRules
  array?: ArrayRules
  object?: ObjectRules
  /** `allOf`, and where `$ref` and `$dynamicRef` lead. */
  all: readonly Node[]
  any?: readonly Node[]
  one?: readonly Node[]
  not?: Node
  condition?: { readonly if: Node; readonly then?: Node; readonly else?: Node }
  /** What holds where a property is there. */
  dependents: readonly (readonly [string, Node])[]
  /** Reads the rest of the node; until then only its id and schema are there. */
  read?: (() => void) | undefined
  /** How often a value of it is being made on the way here: a schema within itself. */
  open: number
  /** What cannot be read: a reference that leads nowhere. */
  problem?: { readonly keyword: string; readonly message: string }
}

export interface NumberRules {
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly notMultipleOf?: number
}

export interface TextRules {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly notPattern?: string
  readonly notFormat?: string
}

export interface ArrayRules {
  readonly minItems?: number
  readonly maxItems?: number
  readonly unique?: boolean
  /** The negation of unique: some item is there twice. */
  readonly repeats?: true
  readonly prefix: readonly Node[]
  /** The items behind the prefix. */
  readonly rest?: Node
  /** Each item, wherever; does not count as evaluation. */
  readonly every?: Node
  readonly contains?: Contains
  readonly unevaluated?: Node
}

export interface Contains {
  readonly node: Node
  readonly least: number
  readonly most: number
}

export interface ObjectRules {
  readonly least?: number
  readonly most?: number
  readonly required: readonly string[]
  readonly forbidden?: readonly string[]
  readonly properties: ReadonlyMap<string, Node>
  readonly patterns: readonly (readonly [string, Node])[]
  /** The properties that have neither name nor pattern. */
  readonly rest?: Node
  readonly names?: Node
  readonly dependentRequired: readonly (readonly [string, readonly string[]])[]
  readonly unevaluated?: Node
}

/** Reads a node that has not been read yet: of a large schema, a value needs a small part. */
export function ready(node: Node): Node {
  const { read } = node
  if (read === undefined) return node
  node.read = undefined
  read()
  return node
}
