import { equal } from './equal.ts'
import { typeBit } from './check-scalar.ts'
import { partsFor } from './make-object.ts'
import { type Node, type ObjectRules, OBJECT, ready } from './node.ts'
import type { Shape } from './shape.ts'

const DEEPEST = 6

/** Whether it is plain that no value of a shape satisfies a node; false where it takes a look at the value. */
export function excludes(node: Node, shape: Shape, depth = 0): boolean {
  if (depth > DEEPEST) return false
  ready(node)
  if (node.schema === false || (node.types & shape.types) === 0) return true
  if (node.values?.every((value) => (typeBit(value) & shape.types) === 0)) return true
  if (node.all.some((part) => excludes(part, shape, depth + 1))) return true
  if (node.any?.every((part) => excludes(part, shape, depth + 1))) return true
  if (shape.types !== OBJECT || node.object === undefined) return false
  return isOtherKind(node, shape) || shape.nodes.some(({ object }) => object !== undefined && clash(node, object))
}

/** One of them requires a property that the other does not allow. */
function clash({ object: mine }: Node, other: ObjectRules): boolean {
  if (mine === undefined) return false
  return mine.required.some((key) => forbids(other, key)) || other.required.some((key) => forbids(mine, key))
}

function forbids(rules: ObjectRules, key: string): boolean {
  return rules.forbidden?.includes(key) === true || partsFor(rules, key).some(({ schema }) => schema === false)
}

/** A property that it requires has another constant: what tells the branches of a union apart. */
function isOtherKind({ object }: Node, shape: Shape): boolean {
  return (object?.required ?? []).some((key) => {
    const wanted = object?.properties.get(key)
    const values = wanted && ready(wanted).values
    return values !== undefined && shape.nodes.some((node) => isNeverOf(node.object?.properties.get(key), values))
  })
}

function isNeverOf(part: Node | undefined, values: readonly unknown[]): boolean {
  const mine = part && ready(part).values
  return mine !== undefined && !mine.some((value) => values.some((other) => equal(other, value)))
}
