import { type Node, ready } from './node.ts'
import { matches } from './matches.ts'

/** Whether what stands beside or below `unevaluatedProperties` of a node speaks of a property. */
export function isEvaluatedProperty(node: Node, key: string, chosen: ReadonlySet<Node>): boolean {
  return inPlace(node).some((part) => {
    if (!chosen.has(part) || part.object === undefined) return false
    const { properties, patterns, rest, unevaluated } = part.object
    if (rest !== undefined || (part !== node && unevaluated !== undefined) || properties.has(key)) return true
    return patterns.some(([pattern]) => matches(pattern, key))
  })
}

/** The same of the item at an index. */
export function isEvaluatedItem(node: Node, index: number, chosen: ReadonlySet<Node>): boolean {
  return inPlace(node).some((part) => {
    if (!chosen.has(part) || part.array === undefined) return false
    const { prefix, rest, unevaluated } = part.array
    return rest !== undefined || index < prefix.length || (part !== node && unevaluated !== undefined)
  })
}

const known = new WeakMap<Node, readonly Node[]>()

/** The node and all that may speak of the same value on its behalf; `not` never does. */
function inPlace(node: Node): readonly Node[] {
  let parts = known.get(node)
  if (parts !== undefined) return parts
  const found = new Set<Node>()
  const queue = [node]
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (found.has(part)) continue
    found.add(ready(part))
    const { condition } = part
    queue.push(...part.all, ...(part.any ?? []), ...(part.one ?? []), ...part.dependents.map(([, target]) => target))
    if (condition)
      queue.push(...[condition.if, condition.then, condition.else].filter((target) => target !== undefined))
  }
  parts = [...found]
  known.set(node, parts)
  return parts
}
