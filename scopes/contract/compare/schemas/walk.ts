import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import type { Side } from './comparison.ts'
import type { Place } from './document.ts'
import type { Node } from './node.ts'
import type { Nodes } from './nodes.ts'
import type { SchemaRuleId } from './rules.ts'

/** The same place in both schemas. */
export interface Pair {
  readonly old: Place
  readonly now: Place
  /** JSON pointers to it. */
  readonly oldPointer: string
  readonly pointer: string
  /** What is said of the value at this place, as said of the whole value. */
  readonly lift: (node: Node) => Node
}

/** A difference, before it is known what it does. */
export interface Difference {
  readonly rule: SchemaRuleId
  /** From the place on. */
  readonly path: readonly string[]
  readonly message: string
  /** What the new schema says here: a value that breaks it breaks the new schema. */
  readonly says: Node
  /** Only of interest where nothing inside explains the same. */
  readonly overall?: true
}

/** Two schemas directly inside the pair; the path is that of both unless told otherwise. */
export interface Inner {
  readonly path: readonly string[]
  readonly oldPath?: readonly string[]
  readonly old: JsonSchema
  readonly now: JsonSchema
  readonly lift: (node: Node) => Node
}

/** What a walk over two schemas shares. */
export interface Walk {
  readonly nodes: Nodes
  readonly old: Side
  readonly now: Side
  report(pair: Pair, difference: Difference): void
  /** Goes on inside. */
  into(pair: Pair, inner: Inner): void
}

/** A schema as keywords. */
export function keywordsOf(schema: JsonSchema): JsonSchemaObject {
  return typeof schema === 'boolean' ? {} : schema
}

/** Both schemas of a pair as keywords. */
export function bothOf(pair: Pair): { readonly old: JsonSchemaObject; readonly now: JsonSchemaObject } {
  return { old: keywordsOf(pair.old.schema), now: keywordsOf(pair.now.schema) }
}

/** What the new schema says with some of its keywords. */
export function sayingOf({ now }: Walk, pair: Pair, keywords: readonly string[]): Node {
  const own = keywordsOf(pair.now.schema)
  const kept = keywords.filter((keyword) => Object.hasOwn(own, keyword)).map((keyword) => [keyword, own[keyword]])
  return now.reader.inside(Object.fromEntries(kept) as JsonSchemaObject, pair.now)
}

export function pointerTo(pointer: string, path: readonly string[]): string {
  return [pointer, ...path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
}
