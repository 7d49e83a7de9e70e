import { isPlainlyValid } from './evaluate.ts'
import type { Node, PartOf } from './node.ts'
import { Undecided } from './undecided.ts'

/** Whether no value can be valid under both, as far as types, constants and tags of required properties tell. */
export type Disjoint = (a: Node, b: Node) => boolean

/** What it found is kept, for the branches of a union are held against each other again and again. */
export function createDisjoint(): Disjoint {
  const known = new Map<string, boolean>()
  const disjoint: Disjoint = (a, b) => {
    if (a.id > b.id) return disjoint(b, a)
    const key = `${a.id} ${b.id}`
    const before = known.get(key)
    if (before !== undefined) return before
    // Recursive schemas come back here: what is being asked is not known to be disjoint.
    known.set(key, false)
    const answer = areDisjoint(a, b, disjoint)
    known.set(key, answer)
    return answer
  }
  return disjoint
}

function areDisjoint(a: Node, b: Node, disjoint: Disjoint): boolean {
  if (![...a.types].some((type) => b.types.has(type))) return true
  if (refusesAll(a, b) || refusesAll(b, a)) return true
  if (![a, b].every(({ types }) => types.size === 1 && types.has('object'))) return false
  return sharedTags(a, b).some(([left, right]) => disjoint(left, right))
}

/**
 * Whether one names its values, and the other takes none of them. Its choices and negations do not count: the search
 * that asks has still to make them, and must not take its own question for their answer.
 */
function refusesAll(a: Node, b: Node): boolean {
  const listed = a.parts.find((part) => part.kind === 'enum')
  try {
    return (
      listed !== undefined && listed.values.length <= 100 && !listed.values.some((value) => isPlainlyValid(b, value))
    )
  } catch (error) {
    if (error instanceof Undecided) return false
    throw error
  }
}

/** Properties that one of them requires and both describe. */
function sharedTags(a: Node, b: Node): [Node, Node][] {
  const required = new Set([...a.parts, ...b.parts].flatMap((part) => (part.kind === 'required' ? [part.name] : [])))
  const [left, right] = [propertiesOf(a), propertiesOf(b)]
  return left.flatMap((one) =>
    right.flatMap((other) =>
      [...one.names].flatMap(([name, node]): [Node, Node][] => {
        const counterpart = required.has(name) ? other.names.get(name) : undefined
        return counterpart === undefined ? [] : [[node, counterpart]]
      }),
    ),
  )
}

function propertiesOf(node: Node): readonly PartOf<'properties'>[] {
  return node.parts.filter((part) => part.kind === 'properties')
}
