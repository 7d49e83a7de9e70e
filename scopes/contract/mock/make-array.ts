import { draw, placeAt, randomAt } from './chance.ts'
import { isValid } from './check.ts'
import { copyOf, equal } from './equal.ts'
import { isEvaluatedItem } from './evaluated.ts'
import { empty, Failure, gaveUp } from './failure.ts'
import { type ArrayRules, type Contains, type Node } from './node.ts'
import { domainOf } from './domain.ts'
import { DEEP, type Make, recursion, type Run, type Spot } from './run.ts'
import { chosenOf, type Shape, type Shapes, perShape } from './shape.ts'

export interface ArrayPlan {
  readonly least: number
  readonly most: number
  readonly prefix: number
  readonly unique: boolean
  readonly repeats: boolean
  readonly contains: readonly Contains[]
  /** What is asked of an item by its index; of those behind the prefix, all have the first one's. */
  readonly items: Shape[]
  /** The counts cannot be met. */
  readonly failure?: Failure
}

/** Arrangements that are tried. */
const ATTEMPTS = 12
/** Draws for one item that is not there yet. */
const DRAWS = 8

/** An array: as many items as the counts ask for, a few more where they leave room. */
export function makeArray(run: Run, shape: Shape, spot: Spot, make: Make): unknown[] | Failure {
  const plan = arrayPlan(shape)
  if (plan.failure !== undefined) return plan.failure
  let failure: Failure | undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const items = arrange({ run, shapes: run.shapes, shape, spot, make, plan, attempt })
    if (!(items instanceof Failure)) return items
    failure = items
    if (items.exact || run.effort.left-- < 0) break
  }
  return failure ?? gaveUp('items', 'no arrangement was found')
}

export const arrayPlan = perShape(createPlan)

function createPlan({ nodes }: Shape): ArrayPlan {
  const rules = nodes.flatMap(({ array }) => (array === undefined ? [] : [array]))
  const contains = rules.flatMap((rule) => rule.contains ?? [])
  const least = Math.max(0, ...rules.map(({ minItems = 0 }) => Math.ceil(minItems)))
  const most = Math.min(Infinity, ...rules.map(({ maxItems = Infinity }) => Math.floor(maxItems)))
  const failure = clash(rules, least, most)
  return {
    least: rules.some(({ repeats }) => repeats) ? Math.max(2, least) : least,
    most,
    prefix: Math.max(0, ...rules.map(({ prefix }) => prefix.length)),
    unique: rules.some(({ unique }) => unique),
    repeats: rules.some(({ repeats }) => repeats),
    contains,
    items: [],
    ...(failure === undefined ? {} : { failure }),
  }
}

function clash(rules: readonly ArrayRules[], least: number, most: number): Failure | undefined {
  if (least > most) return empty('minItems', `at least ${least} and at most ${most} items`)
  for (const { contains } of rules) {
    if (contains === undefined) continue
    if (contains.least > most) return empty('contains', `contains more than ${most} items`)
    if (contains.least > contains.most)
      return empty('maxContains', `at least ${contains.least}, at most ${contains.most}`)
  }
  return undefined
}

export interface Arrangement {
  readonly run: Run
  readonly shapes: Shapes
  readonly shape: Shape
  readonly spot: Spot
  readonly make: Make
  readonly plan: ArrayPlan
  readonly attempt: number
}

function arrange(arrangement: Arrangement): unknown[] | Failure {
  const { plan, shape, run } = arrangement
  const length = lengthOf(arrangement)
  const wanted = place(arrangement, length)
  const needed = Math.max(plan.least, 1 + Math.max(-1, ...wanted.keys()))
  const items: unknown[] = []
  const isSimple = plan.contains.length === 0 && !plan.repeats
  while (items.length < length) {
    const index = items.length
    const here = wanted.get(index) ?? []
    const item = makeNext(arrangement, items, here)
    if (!(item instanceof Failure)) items.push(item)
    else if (index >= needed) break
    else return isSimple && (!plan.unique || item.keyword === 'uniqueItems') ? item : item.asGuess()
  }
  for (const { node, least, most } of plan.contains) {
    const count = items.filter((item) => isValid(node, item)).length
    if (count < least) return gaveUp('contains', `no arrangement was found that contains ${least}`)
    if (count > most) return gaveUp('maxContains', `no arrangement was found that contains at most ${most}`)
  }
  if (plan.repeats && !allValid(run, shape, items)) return gaveUp('not', 'no item fits two places')
  return items
}

/** Where an item may only be there because it is contained, it is made to be. */
function makeNext(arrangement: Arrangement, items: readonly unknown[], here: readonly Node[]): unknown | Failure {
  const { plan } = arrangement
  if (plan.repeats && items.length === 1) return copyOf(items[0])
  const item = makeItem(arrangement, items, here, exclusions(arrangement, here))
  const others = plan.contains.flatMap(({ node }) => (here.includes(node) ? [] : [node]))
  if (!(item instanceof Failure) || others.length === 0) return item
  for (const node of others) {
    const contained = makeItem(arrangement, items, [...here, node], [])
    if (!(contained instanceof Failure)) return contained
  }
  return item
}

/** The usual length first; then by turns shorter and longer ones. */
export function lengthOf(arrangement: Arrangement): number {
  const { run, spot, plan, attempt } = arrangement
  const { least, most, prefix } = plan
  const item = itemShape(arrangement, prefix)
  const contained = Math.max(0, ...plan.contains.map((one) => one.least))
  const all = openLength(run, plan, item, spot)
  const natural = Math.max(least, contained === 0 ? 0 : prefix * (attempt % 2) + contained, contained === 0 ? all : 0)
  const sum = plan.contains.reduce((total, one) => total + one.least, 0)
  const other =
    attempt === 0 ? 0 : attempt % 3 === 1 ? -natural : Math.max(0, sum - natural) + Math.floor(attempt / 3) + prefix
  return Math.min(most, Math.max(least, contained, natural + other))
}

/** Where no count asks for more. */
export function openLength(run: Run, { prefix }: ArrayPlan, item: Shape, at: Pick<Spot, 'place' | 'depth'>): number {
  const level = recursion(item)
  const usual = run.optionals === 'none' ? 0 : 1 + Math.floor(draw(at.place, 2) * (at.depth > 3 ? 1 : 3))
  const open = level > 1 || at.depth > DEEP ? 0 : level === 1 ? Math.floor(draw(at.place, 3) * 2) : usual
  return Math.max(run.optionals === 'none' ? 0 : prefix, item.failure === undefined ? open : 0)
}

/** Which index has to hold what `contains` asks for: behind the prefix if there is room, later anywhere. */
function place({ spot, plan, attempt }: Arrangement, length: number): ReadonlyMap<number, readonly Node[]> {
  if (plan.contains.length === 0) return ANYWHERE
  const wanted = new Map<number, readonly Node[]>()
  const random = randomAt(placeAt(spot.place, 1000 + attempt))
  const indexes = Array.from({ length }, (_, index) => index)
  const behind = indexes.filter((index) => index >= plan.prefix)
  for (const { node, least } of plan.contains) {
    const first = attempt === 0 && behind.length >= least ? behind : indexes
    const free = first.filter((index) => attempt > 6 || !wanted.has(index))
    const order = attempt === 0 ? free : random.shuffle(free.length >= least ? free : indexes)
    for (const index of order.slice(0, least)) wanted.set(index, [...(wanted.get(index) ?? []), node])
  }
  return wanted
}

const ANYWHERE: ReadonlyMap<number, readonly Node[]> = new Map()

/** What may not be contained more often stays out of all other places; by turns it is left to chance. */
function exclusions({ run, plan, attempt }: Arrangement, here: readonly Node[]): readonly Node[] {
  if (attempt % 2 === 1) return []
  const bounded = plan.contains.filter(({ node, most }) => most < Infinity && !here.includes(node))
  return bounded.map(({ node }) => complement(run, node))
}

const nots = new WeakMap<Node, Node>()

function complement({ create }: Run, node: Node): Node {
  let result = nots.get(node)
  if (result === undefined) nots.set(node, (result = create({ not: node })))
  return result
}

/** What is asked of an item of an array of some length at first. */
export function targetShape(arrangement: Arrangement, length: number, index: number): Shape {
  const here = place(arrangement, length).get(index) ?? []
  return shapeAt(arrangement, index, here, exclusions(arrangement, here))
}

function shapeAt(
  arrangement: Arrangement,
  index: number,
  contained: readonly Node[],
  excluded: readonly Node[],
): Shape {
  const { shape, shapes } = arrangement
  if (contained.length + excluded.length === 0) return itemShape(arrangement, index)
  return shapes.of([...itemNodes(shape, index, contained.length > 0), ...contained, ...excluded])
}

/** One that is not there yet, where items are unique. */
export function makeItem(
  arrangement: Arrangement,
  items: readonly unknown[],
  contained: readonly Node[],
  excluded: readonly Node[],
): unknown | Failure {
  const { run, spot, make, plan, attempt } = arrangement
  const index = items.length
  const target = shapeAt(arrangement, index, contained, excluded)
  const home = placeAt(spot.place, index + attempt * 7919)
  let item: unknown
  let again: { -readonly [K in keyof Run]: Run[K] } | undefined
  for (let turn = 0; turn < (plan.unique ? DRAWS : 1); turn++) {
    if (turn > 0) run.isSure = false
    const at = turn === 0 ? home : placeAt(home, turn)
    if (turn > 0) (again ??= { ...run }).attempt = run.attempt + turn
    const inner = { ...spot, place: at, object: at, depth: spot.depth + 1, pointer: below(run, spot, index) }
    item = make(again ?? run, target, inner)
    if (item instanceof Failure) return item.within(index)
    if (!plan.unique || !items.some((other) => equal(other, item))) return item
  }
  return another(run, target, items)
}

export function itemShape(
  { shapes, shape, plan }: Pick<Arrangement, 'shapes' | 'shape' | 'plan'>,
  index: number,
): Shape {
  const at = Math.min(index, plan.prefix)
  return (plan.items[at] ??= shapes.of(itemNodes(shape, at)))
}

function below({ trace }: Run, { pointer }: Spot, index: number): string {
  return trace === undefined ? '' : `${pointer}/${index}`
}

/** Where few values are left, all are gone through. */
function another(run: Run, shape: Shape, items: readonly unknown[]): unknown | Failure {
  const domain = domainOf(run, shape)
  if (domain === undefined) return gaveUp('uniqueItems', 'no further item was found that is not there yet')
  const left = domain.find((value) => !items.some((other) => equal(other, value)))
  if (left !== undefined) return copyOf(left)
  return domain.length <= items.length && domain.every((value) => items.some((other) => equal(other, value)))
    ? exhausted(domain, items)
    : gaveUp('uniqueItems', 'there are too few different items')
}

/** Proven only where all items before are of the same few. */
function exhausted(domain: readonly unknown[], items: readonly unknown[]): Failure {
  const same = items.every((item) => domain.some((value) => equal(value, item)))
  return same ? empty('uniqueItems', 'there are too few different items') : gaveUp('uniqueItems', 'too few are left')
}

function allValid({ shapes }: Run, shape: Shape, items: readonly unknown[]): boolean {
  return items.every((item, index) => shapes.of(itemNodes(shape, index)).nodes.every((node) => isValid(node, item)))
}

/** What all nodes together say of the item at one index. */
export function itemNodes(shape: Shape, index: number, isContained = false): Node[] {
  const chosen = chosenOf(shape)
  return shape.nodes.flatMap((node) => {
    if (node.array === undefined) return []
    const { prefix, rest, every, unevaluated } = node.array
    const part = prefix[index] ?? rest
    const left =
      unevaluated !== undefined && part === undefined && !isContained && !isEvaluatedItem(node, index, chosen)
    return [part, every, left ? unevaluated : undefined].filter((one) => one !== undefined)
  })
}
