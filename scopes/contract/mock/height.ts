import { ARRAY, type Node, OBJECT, ready } from './node.ts'

/**
 * How deep the flattest value of a node is at least: 0 for a scalar, Infinity where every value would have to contain
 * another of its kind without end.
 */
export function createHeights(): (node: Node) => number {
  const heights = new Map<Node, number>()
  return (node) => {
    if (!heights.has(node)) solve(node, heights)
    return heights.get(node) ?? 0
  }
}

/** Heights only fall from Infinity, so repeating until nothing changes ends. */
function solve(root: Node, heights: Map<Node, number>): void {
  const fresh = new Set<Node>()
  const queue = [root]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (fresh.has(node) || heights.has(node)) continue
    fresh.add(ready(node))
    queue.push(...node.all, ...(node.any ?? []), ...(node.one ?? []), ...structure(node))
  }
  for (const node of fresh) heights.set(node, Infinity)
  for (let changed = true; changed;) {
    changed = false
    for (const node of fresh) {
      const height = heightFrom(node, heights)
      if (height >= (heights.get(node) as number)) continue
      heights.set(node, height)
      changed = true
    }
  }
}

function heightFrom(node: Node, heights: ReadonlyMap<Node, number>): number {
  const height = (part: Node): number => heights.get(part) ?? 0
  const least = (parts: readonly Node[] | undefined): number => (parts?.length ? Math.min(...parts.map(height)) : 0)
  const needed = [...node.all.map(height), least(node.any), least(node.one)]
  return Math.max(0, ...needed, ...structure(node).map((part) => 1 + height(part)))
}

/** The parts that a value cannot do without, where it must be an object or an array. */
function structure({ types, object, array }: Node): Node[] {
  if (types === OBJECT && object !== undefined) {
    return object.required.flatMap((key) => object.properties.get(key) ?? [])
  }
  if (types !== ARRAY || array === undefined || (array.minItems ?? 0) < 1) return []
  const { prefix, rest, minItems = 0 } = array
  return [...prefix.slice(0, minItems), ...(rest !== undefined && minItems > prefix.length ? [rest] : [])]
}
