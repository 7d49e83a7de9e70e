import { type Node, type Part, type PartBody, type PropertiesBody, type Type, TYPES } from './node.ts'
import type { Rational } from './rational.ts'
import { keyOf, typeOf } from './values.ts'

/** Makes nodes and parts so that equal ones are the same object; of one comparison. */
export interface Nodes {
  readonly anything: Node
  readonly nothing: Node
  part(body: PartBody): Part
  /** The conjunction of parts. */
  node(parts: readonly Part[]): Node
  /** A node of one part. */
  of(body: PartBody): Node
  /** The conjunction of nodes. */
  all(nodes: readonly Node[]): Node
  not(node: Node): Node
}

export function createNodes(): Nodes {
  const parts = new Map<string, Part>()
  const nodes = new Map<string, Node>()
  const part = (body: PartBody): Part => {
    const key = partKey(body)
    const known = parts.get(key)
    if (known !== undefined) return known
    const made = { ...body, id: parts.size }
    parts.set(key, made)
    return made
  }
  const node = (list: readonly Part[]): Node => {
    const unique = [...new Map(list.map((item) => [item.id, item])).values()].toSorted((a, b) => a.id - b.id)
    const key = unique.map(({ id }) => id).join(' ')
    const known = nodes.get(key)
    if (known !== undefined) return known
    const made = { id: nodes.size, parts: unique, types: possibleTypes(unique) }
    nodes.set(key, made)
    return made
  }
  const of = (body: PartBody): Node => node([part(body)])
  return {
    anything: node([]),
    nothing: of({ kind: 'types', types: new Set(), integer: false }),
    part,
    node,
    of,
    all: (list) => node(list.flatMap((item) => item.parts)),
    not: (inner) => of({ kind: 'not', node: inner }),
  }
}

function possibleTypes(parts: readonly Part[]): ReadonlySet<Type> {
  const masks = parts.map(typesOfPart).filter((mask) => mask !== undefined)
  return new Set(TYPES.filter((type) => masks.every((mask) => mask.has(type))))
}

function typesOfPart(part: Part): ReadonlySet<Type> | undefined {
  if (part.kind === 'types') return part.types
  if (part.kind === 'enum') return new Set(part.values.map(typeOf))
  if (part.kind === 'any' || part.kind === 'one') return new Set(part.nodes.flatMap((node) => [...node.types]))
  return undefined
}

function partKey(body: PartBody): string {
  switch (body.kind) {
    case 'types':
      return `types ${TYPES.filter((type) => body.types.has(type)).join()} ${body.integer}`
    case 'enum':
      return `enum ${body.values.map(keyOf).toSorted().join()}`
    case 'minimum':
    case 'maximum':
      return `${body.kind} ${rationalKey(body.limit)} ${body.exclusive}`
    case 'multipleOf':
      return `multipleOf ${rationalKey(body.divisor)}`
    case 'pattern':
      return `pattern ${body.source}`
    case 'format':
      return `format ${body.name}`
    case 'least':
    case 'most':
      return `${body.kind} ${body.of} ${body.limit}`
    case 'items':
      return `items ${body.prefix.map(({ id }) => id).join()} ${body.rest.id}`
    case 'contains':
      return `contains ${body.node.id} ${body.least} ${body.most}`
    case 'unique':
      return 'unique'
    case 'properties':
      return propertiesKey(body)
    case 'required':
      return `required ${body.name}`
    case 'names':
    case 'not':
      return `${body.kind} ${body.node.id}`
    case 'dependent':
      return `dependent ${body.node.id} ${body.name}`
    case 'any':
      return `any ${[...new Set(body.nodes.map(({ id }) => id))].toSorted((a, b) => a - b).join()}`
    case 'one':
      return `one ${body.nodes
        .map(({ id }) => id)
        .toSorted((a, b) => a - b)
        .join()}`
    case 'if':
      return `if ${body.test.id} ${body.yes.id} ${body.no.id}`
    case 'ref':
      return `ref ${body.key}`
    case 'opaque':
      return `opaque ${body.keyword} ${body.key}`
  }
}

function propertiesKey({ names, patterns, rest, closing }: PropertiesBody): string {
  const own = [...names].map(([name, node]) => `${JSON.stringify(name)}:${node.id}`).toSorted()
  const matched = patterns.map(([source, node]) => `${JSON.stringify(source)}:${node.id}`).toSorted()
  return `properties ${own.join()} ${matched.join()} ${rest.id} ${closing}`
}

function rationalKey({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`
}
