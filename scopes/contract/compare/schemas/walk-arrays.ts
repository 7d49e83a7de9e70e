import type { JsonSchema, JsonSchemaObject } from '@tessera/contract.define/document'
import { isSchema } from './keywords.ts'
import type { Node } from './node.ts'
import { listOf } from './read-schema.ts'
import { equal } from './values.ts'
import { bothOf, type Pair, sayingOf, type Walk } from './walk.ts'

/** Differences in what is said of arrays. */
export function walkArrays(walk: Walk, pair: Pair): void {
  const both = bothOf(pair)
  const [old, now] = [itemsOf(both.old), itemsOf(both.now)]
  for (let index = 0; index < Math.max(old.prefix.length, now.prefix.length); index++) {
    walkItem(walk, pair, { old, now, index })
  }
  walkRest(walk, pair, { old, now })
  const counts = ['contains', 'minContains', 'maxContains']
  if (counts.every((keyword) => equal(both.old[keyword], both.now[keyword]))) return
  const says = sayingOf(walk, pair, counts)
  const message = 'what an array has to contain changed'
  walk.report(pair, { rule: 'contains-changed', path: ['contains'], message, says })
}

interface Items {
  readonly prefix: readonly JsonSchema[]
  readonly rest: JsonSchema
  readonly keywords: { readonly prefix: string; readonly rest: string }
}
interface BothItems {
  readonly old: Items
  readonly now: Items
}

/** A tuple may stand in `items`, as it did before 2020-12. */
function itemsOf(schema: JsonSchemaObject): Items {
  const tuple = Array.isArray(schema['items'])
  const keywords = tuple ? { prefix: 'items', rest: 'additionalItems' } : { prefix: 'prefixItems', rest: 'items' }
  const rest = schema[keywords.rest]
  return { prefix: listOf(schema, keywords.prefix), rest: isSchema(rest) ? rest : true, keywords }
}

function walkItem(walk: Walk, pair: Pair, { old, now, index }: BothItems & { readonly index: number }): void {
  const { nodes } = walk
  const [before, after] = [old.prefix[index], now.prefix[index]]
  const path = [now.keywords.prefix, String(index)]
  const oldPath = [old.keywords.prefix, String(index)]
  const lift = (node: Node): Node => {
    const prefix = [...Array.from({ length: index }, () => nodes.anything), node]
    return nodes.of({ kind: 'items', prefix, rest: nodes.anything })
  }
  if (before !== undefined && after !== undefined) {
    walk.into(pair, { path, oldPath, old: before, now: after, lift })
    return
  }
  const added = before === undefined
  const message = `item ${index} is ${added ? '' : 'no longer '}described by itself`
  const says = lift(walk.now.reader.inside(after ?? now.rest, pair.now))
  walk.report(pair, { rule: added ? 'prefix-item-added' : 'prefix-item-removed', path, message, says })
}

function walkRest(walk: Walk, pair: Pair, { old, now }: BothItems): void {
  const { nodes } = walk
  const prefix = now.prefix.map(() => nodes.anything)
  const lift = (node: Node): Node => nodes.of({ kind: 'items', prefix, rest: node })
  const path = [now.keywords.rest]
  if (typeof old.rest === 'object' && typeof now.rest === 'object') {
    walk.into(pair, { path, oldPath: [old.keywords.rest], old: old.rest, now: now.rest, lift })
    return
  }
  const says = walk.now.reader.inside(now.rest, pair.now)
  if (walk.old.reader.inside(old.rest, pair.old) === says) return
  const message = 'what items have to be changed'
  walk.report(pair, { rule: 'items-changed', path, message, says: lift(says) })
}
