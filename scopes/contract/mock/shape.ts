import { isValid, violations } from './check.ts'
import { typeBit } from './check-scalar.ts'
import { equal } from './equal.ts'
import { empty, type Failure, gaveUp } from './failure.ts'
import { type Create, negate, type Negation } from './negate.ts'
import { ALL, type Node, OBJECT, ready } from './node.ts'

/**
 * What all schemas of one place ask of a value together. References and `allOf` are followed; of branches, those are
 * in it that have been chosen.
 */
export interface Shape {
  readonly id: number
  readonly nodes: readonly Node[]
  readonly types: number
  /** Of `const` and `enum`, those that satisfy everything. */
  readonly values?: readonly unknown[]
  /** Branches of which one has to be chosen. */
  readonly choices: readonly Choice[]
  /** What must not hold, and is looked at when it does. */
  readonly guards: readonly Guard[]
  /** Known to have no value. */
  failure?: Failure
  /** What has been worked out of it for making values. */
  readonly memo: unknown[]
}

let slots = 0

/** A function of shapes that works each out once: by a slot in the shape, since this is asked for each value. */
export function perShape<T extends object>(compute: (shape: Shape) => T): (shape: Shape) => T {
  const slot = slots++
  return (shape) => {
    const known = shape.memo[slot] as T | undefined
    if (known !== undefined) return known
    const result = compute(shape)
    shape.memo[slot] = result
    return result
  }
}

export interface Choice {
  readonly keyword: string
  readonly ways: readonly Node[]
}

export interface Guard {
  readonly node: Node
  readonly negation: Negation
}

export interface Shapes {
  /** What a set of nodes asks for. Equal sets give the same shape. */
  of(nodes: readonly Node[]): Shape
  /** What a shape and one more node ask for. */
  with(shape: Shape, node: Node): Shape
}

/** So that a process that meets ever new combinations does not keep them all. */
const MOST_KNOWN = 20_000

export function createShapes(create: Create): Shapes {
  const known = new Map<string, Shape>()
  const further = new WeakMap<Shape, Map<Node, Shape>>()
  const choicesOf = createChoices(create)
  const negationOf = remember((node: Node) => negate(node, create))
  let ids = 0
  const of = (nodes: readonly Node[]): Shape => {
    const key = nodes.length === 1 ? String((nodes[0] as Node).id) : keyOf(nodes)
    const existing = known.get(key)
    if (existing !== undefined) return existing
    if (known.size >= MOST_KNOWN) known.clear()
    const shape = gather(nodes, { id: ids++, choicesOf, negationOf })
    known.set(key, shape)
    return shape
  }
  return {
    of,
    with: (shape, node) => {
      let next = further.get(shape)
      if (next === undefined) further.set(shape, (next = new Map()))
      let result = next.get(node)
      if (result === undefined) next.set(node, (result = of([...shape.nodes, node])))
      return result
    },
  }
}

function keyOf(nodes: readonly Node[]): string {
  const ids = [...new Set(nodes.map(({ id }) => id))]
  return ids.toSorted((a, b) => a - b).join()
}

function remember<T extends object, R>(compute: (item: T) => R): (item: T) => R {
  const known = new Map<T, R>()
  return (item) => {
    let result = known.get(item)
    if (result === undefined) known.set(item, (result = compute(item)))
    return result
  }
}

interface Gathering {
  readonly id: number
  readonly choicesOf: (node: Node) => readonly Choice[]
  readonly negationOf: (node: Node) => Negation
}

function gather(start: readonly Node[], { id, choicesOf, negationOf }: Gathering): Shape {
  const nodes = new Set<Node>()
  const guards: Guard[] = []
  const choices: Choice[] = []
  let types = ALL
  let failure: Failure | undefined
  const queue = [...start]
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (nodes.has(node)) continue
    ready(node)
    nodes.add(node)
    types &= node.types
    if (node.problem !== undefined) failure ??= gaveUp(node.problem.keyword, node.problem.message)
    if (node.schema === false) failure ??= empty('false schema', 'nothing is allowed here')
    queue.push(...node.all)
    for (const choice of choicesOf(node)) {
      if (choice.ways.length === 0) failure ??= empty(choice.keyword, `${choice.keyword} has no branches`)
      if (choice.ways.length === 1) queue.push(choice.ways[0] as Node)
      else choices.push(choice)
    }
    if (node.not === undefined) continue
    const negation = negationOf(node.not)
    if (negation.complete && negation.ways.length === 0) failure ??= empty('not', 'excludes everything')
    if (negation.complete && negation.ways.length === 1) queue.push(negation.ways[0] as Node)
    else guards.push({ node: node.not, negation })
  }
  const list = [...nodes]
  if (types === 0) failure ??= empty('type', 'no type is left')
  const values = failure === undefined ? valuesOf(list, types) : undefined
  if (values !== undefined && 'keyword' in values) failure ??= values
  return {
    id,
    memo: [],
    nodes: list,
    types,
    ...(Array.isArray(values) ? { values } : {}),
    choices: choices.filter(({ ways }) => !ways.some((way) => nodes.has(way))),
    guards: guards.filter(({ negation }) => !negation.ways.some((way) => nodes.has(way))),
    ...(failure === undefined ? {} : { failure }),
  }
}

function valuesOf(nodes: readonly Node[], types: number): readonly unknown[] | Failure | undefined {
  const [first, ...others] = nodes.filter(({ values }) => values !== undefined)
  if (first === undefined) return undefined
  const all = first.values as readonly unknown[]
  const common = all.filter((value) => others.every(({ values }) => values?.some((other) => equal(other, value))))
  if (common.length === 0) return empty('enum', 'no value is left of const and enum')
  const typed = common.filter((value) => (typeBit(value) & types) !== 0)
  if (typed.length === 0) return empty('type', `${JSON.stringify(common[0])} is not of a type that is allowed`)
  const valid = typed.filter((value) => nodes.every((node) => isValid(node, value)))
  if (valid.length > 0) return valid
  return empty(breaks(nodes, typed[0]), `${JSON.stringify(typed[0])} is not allowed by the rest of the schema`)
}

function breaks(nodes: readonly Node[], value: unknown): string {
  return nodes.flatMap((node) => violations(node, value))[0]?.keyword ?? 'enum'
}

function createChoices(create: Create): (node: Node) => readonly Choice[] {
  const choicesOf = remember((node: Node): readonly Choice[] => [
    ...(node.any === undefined ? [] : [{ keyword: 'anyOf', ways: node.any }]),
    ...(node.one === undefined ? [] : [{ keyword: 'oneOf', ways: exclusive(node.one, create) }]),
    ...(node.condition === undefined ? [] : [conditional(node.condition, create)]),
    ...node.dependents.map(([key, part]) => dependent(key, part, create)),
  ])
  return (node) => (isBranching(node) ? choicesOf(node) : NO_CHOICES)
}

const NO_CHOICES: readonly Choice[] = []

function isBranching({ any, one, condition, dependents }: Node): boolean {
  return any !== undefined || one !== undefined || condition !== undefined || dependents.length > 0
}

/** One branch, and none of the others. */
function exclusive(branches: readonly Node[], create: Create): readonly Node[] {
  const nots = branches.map((branch) => create({ not: branch }))
  return branches.map((branch, index) => create({ all: [branch, ...nots.filter((_, other) => other !== index)] }))
}

function conditional(condition: NonNullable<Node['condition']>, create: Create): Choice {
  const yes = [condition.if, ...(condition.then ? [condition.then] : [])]
  const no = [create({ not: condition.if }), ...(condition.else ? [condition.else] : [])]
  return { keyword: 'if', ways: [create({ all: yes }), create({ all: no })] }
}

function dependent(key: string, part: Node, create: Create): Choice {
  const rules = { properties: new Map(), patterns: [], dependentRequired: [] }
  return {
    keyword: 'dependentSchemas',
    ways: [
      create({ types: OBJECT, object: { ...rules, required: [key] }, all: [part] }),
      create({ object: { ...rules, required: [], forbidden: [key] } }),
    ],
  }
}

/** The nodes of a shape, to look one up. */
export const chosenOf = perShape(({ nodes }): ReadonlySet<Node> => new Set(nodes))

/** Those of its nodes that speak of parts. */
export const structured = perShape(({ nodes }): readonly Node[] =>
  nodes.filter(({ array, object }) => array !== undefined || object !== undefined),
)

/** Values that must not be. */
export const excludedValues = perShape(({ nodes }): readonly unknown[] =>
  nodes.flatMap(({ notValues }) => notValues ?? []),
)
