import { unreachable } from '@tessera/core.model'
import { type Atom, goalOf, NO_GOAL } from './goal.ts'
import type { Node, Part, PartBody, PartOf, Type } from './node.ts'
import type { Nodes } from './nodes.ts'
import { fromNumber } from './rational.ts'
import { typeOf } from './values.ts'

/** One thing that has to be so in a branch of the search. */
export type Literal =
  | { readonly mode: 'must' | 'closed' | 'never'; readonly node: Node }
  | { readonly mode: 'must' | 'closed' | 'never'; readonly part: Part }
  | { readonly atom: Atom }

/** Ways for it to be so: one of them, all literals of it. No way: it cannot be. */
export type Ways = readonly (readonly Literal[])[]

export const ALWAYS: Ways = [[]]
export const NEVER: Ways = []

/** The ways in which a value of the type breaks a part. */
export function waysToBreak(part: Part, type: Type, nodes: Nodes): Ways {
  switch (part.kind) {
    case 'types':
      return breakTypes(part, type, nodes)
    case 'enum':
      return breakEnum(part.values, type, nodes)
    case 'minimum':
      return one(nodes, { kind: 'maximum', limit: part.limit, exclusive: !part.exclusive })
    case 'maximum':
      return one(nodes, { kind: 'minimum', limit: part.limit, exclusive: !part.exclusive })
    case 'least':
      return part.limit === 0 ? NEVER : one(nodes, { kind: 'most', of: part.of, limit: part.limit - 1 })
    case 'most':
      return one(nodes, { kind: 'least', of: part.of, limit: part.limit + 1 })
    case 'multipleOf':
    case 'pattern':
    case 'format':
    case 'unique':
      return [[{ atom: { kind: 'never', part } }]]
    case 'items':
      return breakItems(part)
    case 'contains':
      return breakContains(part, nodes)
    case 'properties':
      return breakProperties(part, nodes)
    case 'required':
      return [[{ atom: { kind: 'absent', name: part.name } }]]
    case 'names':
      return [[{ atom: { kind: 'some', name: goalOf('never', part.node), value: NO_GOAL } }]]
    case 'dependent':
      return [[{ mode: 'must', part: requiredPart(nodes, part.name) }, never(part.node)]]
    default:
      return breakBranches(part)
  }
}

function breakBranches(part: PartOf<'any' | 'one' | 'not' | 'if' | 'ref' | 'opaque'>): Ways {
  switch (part.kind) {
    case 'any':
      return [part.nodes.map(never)]
    case 'one':
      return [part.nodes.map(never), ...pairs(part.nodes).map(([a, b]) => [must(a), must(b)])]
    case 'not':
      return [[must(part.node)]]
    case 'if':
      return [
        [must(part.test), never(part.yes)],
        [never(part.test), never(part.no)],
      ]
    case 'ref':
      return [[never(part.target())]]
    case 'opaque':
      return ALWAYS
    default:
      return unreachable(part)
  }
}

function must(node: Node): Literal {
  return { mode: 'must', node }
}

function never(node: Node): Literal {
  return { mode: 'never', node }
}

function one(nodes: Nodes, body: PartBody): Ways {
  return [[{ mode: 'must', part: nodes.part(body) }]]
}

function pairs(nodes: readonly Node[]): [Node, Node][] {
  return nodes.flatMap((a, index) => nodes.slice(index + 1).map((b): [Node, Node] => [a, b]))
}

function requiredPart(nodes: Nodes, name: string): Part {
  return nodes.part({ kind: 'required', name })
}

function breakTypes(part: PartOf<'types'>, type: Type, nodes: Nodes): Ways {
  if (!part.types.has(type)) return ALWAYS
  if (type !== 'number' || !part.integer) return NEVER
  const whole = nodes.part({ kind: 'multipleOf', divisor: fromNumber(1) }) as PartOf<'multipleOf'>
  return [[{ atom: { kind: 'never', part: whole } }]]
}

/** Different from each value of the list, of which only those of the type matter. */
function breakEnum(values: readonly unknown[], type: Type, nodes: Nodes): Ways {
  const same = values.filter((value) => typeOf(value) === type)
  if (same.length === 0) return ALWAYS
  if (type === 'null' || (type === 'boolean' && same.length === 2)) return NEVER
  if (type !== 'array' && type !== 'object') return [[{ atom: { kind: 'excludes', values: same } }]]
  const [first, ...others] = same
  if (others.length > 0) return [same.map((value) => never(nodes.of({ kind: 'enum', values: [value] })))]
  return Array.isArray(first)
    ? differFromArray(first, nodes)
    : differFromObject(first as Readonly<Record<string, unknown>>, nodes)
}

function otherThan(value: unknown, nodes: Nodes) {
  return goalOf('never', nodes.of({ kind: 'enum', values: [value] }))
}

function differFromArray(array: readonly unknown[], nodes: Nodes): Ways {
  const { length } = array
  return [
    ...one(nodes, { kind: 'least', of: 'array', limit: length + 1 }),
    ...(length === 0 ? [] : one(nodes, { kind: 'most', of: 'array', limit: length - 1 })),
    ...array.map((item, index): readonly Literal[] => [{ atom: { kind: 'at', index, value: otherThan(item, nodes) } }]),
  ]
}

function differFromObject(object: Readonly<Record<string, unknown>>, nodes: Nodes): Ways {
  const names = Object.keys(object)
  const others = nodes.of({ kind: 'enum', values: names })
  return [
    ...names.map((name): readonly Literal[] => [{ mode: 'never', part: requiredPart(nodes, name) }]),
    ...names.map((name): readonly Literal[] => [
      { atom: { kind: 'has', name, value: otherThan(object[name], nodes) } },
    ]),
    [{ atom: { kind: 'some', name: goalOf('never', others), value: NO_GOAL } }],
  ]
}

function breakItems({ prefix, rest }: PartOf<'items'>): Ways {
  return [
    ...prefix.map((node, index): readonly Literal[] => [{ atom: { kind: 'at', index, value: goalOf('never', node) } }]),
    [{ atom: { kind: 'from', index: prefix.length, value: goalOf('never', rest) } }],
  ]
}

function breakContains({ node, least, most }: PartOf<'contains'>, nodes: Nodes): Ways {
  return [
    ...(least === 0 ? NEVER : one(nodes, { kind: 'contains', node, least: 0, most: least - 1 })),
    ...(most === Infinity ? NEVER : one(nodes, { kind: 'contains', node, least: most + 1, most: Infinity })),
  ]
}

/** A named property that is not so, one that matches a pattern, or one that nothing names. */
function breakProperties({ names, patterns, rest }: PartOf<'properties'>, nodes: Nodes): Ways {
  const named = [...names].map(([name, node]): readonly Literal[] => [
    { atom: { kind: 'has', name, value: goalOf('never', node) } },
  ])
  const matching = patterns.map(([source]) => nodes.of({ kind: 'pattern', source }))
  const matched = patterns.map(([, node], index): readonly Literal[] => [
    {
      atom: {
        kind: 'some',
        name: { ...NO_GOAL, must: matching.slice(index, index + 1) },
        value: goalOf('never', node),
      },
    },
  ])
  if (rest.parts.length === 0) return [...named, ...matched]
  const spoken = names.size === 0 ? [] : [nodes.of({ kind: 'enum', values: [...names.keys()] })]
  const other = { ...NO_GOAL, never: [...spoken, ...matching] }
  return [...named, ...matched, [{ atom: { kind: 'some', name: other, value: goalOf('never', rest) } }]]
}
