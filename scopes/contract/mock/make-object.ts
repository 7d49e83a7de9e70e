import { isValid } from './check.ts'
import { draw, hashText, movingRandom, type Place, placeAt, randomAt } from './chance.ts'
import { escapePointer, isObject } from './equal.ts'
import { isEvaluatedProperty } from './evaluated.ts'
import { empty, Failure, gaveUp } from './failure.ts'
import { matches } from './matches.ts'
import { type Node, type ObjectRules, STRING } from './node.ts'
import { DEEP, type Make, recursion, type Run, type Spot } from './run.ts'
import { chosenOf, perShape, type Shape, type Shapes } from './shape.ts'

export interface ObjectPlan {
  readonly least: number
  readonly most: number
  /** In the order of their declaration. */
  readonly declared: readonly string[]
  /** With what these require in turn. */
  readonly required: ReadonlySet<string>
  readonly forbidden: ReadonlySet<string>
  readonly dependent: readonly (readonly [string, readonly string[]])[]
  readonly names: readonly Node[]
  readonly patterns: readonly string[]
  /** Nothing but what is declared or has a pattern may be there. */
  readonly closed: boolean
  /** Says what its values are, but names none: a dictionary. */
  readonly isMap: boolean
  /** Each property is there or not by itself. */
  readonly isPlain: boolean
  readonly declaredSet: ReadonlySet<string>
  readonly parts: Map<string, Part>
  readonly failure?: Failure
}

/** One property: what all nodes together say of it. */
export interface Part {
  readonly key: string
  readonly hash: number
  readonly shape: Shape
  readonly hasDefault: boolean
  readonly isDeclared: boolean
  /** The name is not allowed, or no value is. */
  readonly failure?: Failure
}

interface Making {
  readonly run: Run
  readonly shapes: Shapes
  readonly shape: Shape
  readonly spot: Spot
  readonly make: Make
  readonly plan: ObjectPlan
  readonly values: Map<string, unknown>
}

/** An object: the required properties, optional ones by chance, more names where a count asks for them. */
export function makeObject(run: Run, shape: Shape, spot: Spot, make: Make): Record<string, unknown> | Failure {
  const plan = objectPlan(shape)
  if (plan.failure !== undefined) return plan.failure
  const making: Making = { run, shapes: run.shapes, shape, spot, make, plan, values: new Map() }
  if (plan.isPlain) return makePlain(making)
  for (const key of plan.required) {
    const value = makeProperty(making, key)
    if (value instanceof Failure) return value
    making.values.set(key, value)
  }
  addOptionals(making)
  addMore(making)
  if (making.values.size < plan.least) return tooFew(making)
  return inOrder(making)
}

export const objectPlan = perShape(createPlan)

function createPlan(shape: Shape): ObjectPlan {
  const rules = shape.nodes.flatMap(({ object }) => (object === undefined ? [] : [object]))
  const declared = [...new Set(rules.flatMap(({ properties }) => [...properties.keys()]))]
  const dependent = rules.flatMap(({ dependentRequired }) => dependentRequired)
  const patterns = [...new Set(rules.flatMap((rule) => rule.patterns.map(([pattern]) => pattern)))]
  const rests = rules.flatMap(({ rest }) => rest ?? [])
  const plan = {
    least: Math.max(0, ...rules.map(({ least = 0 }) => Math.ceil(least))),
    most: Math.min(Infinity, ...rules.map(({ most = Infinity }) => Math.floor(most))),
    declared,
    required: withDependents(new Set(rules.flatMap(({ required }) => required)), dependent),
    forbidden: new Set(rules.flatMap(({ forbidden = [] }) => forbidden)),
    dependent,
    names: rules.flatMap(({ names }) => names ?? []),
    patterns,
    closed: [...rests, ...rules.flatMap(({ unevaluated }) => unevaluated ?? [])].some(({ schema }) => schema === false),
    isMap: declared.length === 0 && (patterns.length > 0 || rests.some(({ schema }) => isObject(schema))),
    declaredSet: new Set(declared),
    parts: new Map(),
  }
  const isPlain =
    plan.least === 0 &&
    plan.most === Infinity &&
    dependent.length === 0 &&
    !plan.isMap &&
    isWithin(plan.required, declared)
  const failure = clash(plan)
  return { ...plan, isPlain, ...(failure === undefined ? {} : { failure }) }
}

/** Where no count and no other property decides: each property by itself, in the order of their declaration. */
function makePlain(making: Making): Record<string, unknown> | Failure {
  const { plan } = making
  const object: Record<string, unknown> = {}
  const wanting = wantingOf(making)
  for (const key of plan.declared) {
    const isRequired = plan.required.has(key)
    if (!isRequired && (plan.forbidden.has(key) || !isWanted(partOf(making, key), wanting))) continue
    const value = makeProperty(making, key)
    if (!(value instanceof Failure)) define(object, key, value)
    else if (isRequired) return value
  }
  return object
}

function clash({ least, most, required, forbidden }: Omit<ObjectPlan, 'isPlain'>): Failure | undefined {
  if (required.size > most) return empty('maxProperties', `${required.size} properties are required, ${most} allowed`)
  if (least > most) return empty('minProperties', `at least ${least} and at most ${most} properties`)
  const key = [...required].find((one) => forbidden.has(one))
  return key === undefined ? undefined : empty('required', `"${key}" is required and must not be there`)
}

function isWithin(required: ReadonlySet<string>, declared: readonly string[]): boolean {
  const known = new Set(declared)
  return [...required].every((key) => known.has(key))
}

/** The keys, and what these require in turn. */
export function withDependents(keys: Set<string>, dependent: ObjectPlan['dependent']): Set<string> {
  for (let size = -1; size !== keys.size;) {
    size = keys.size
    for (const [key, needed] of dependent) if (keys.has(key)) for (const other of needed) keys.add(other)
  }
  return keys
}

/** Chance that an optional property is there, by how deep it lies. */
const PRESENT = [0.7, 0.65, 0.55, 0.4, 0.3, 0.2]
/** Optional properties that are enough for one value; what lies deeper shares them. */
const MANY = 20
const MOST_PARTS = 5000

function addOptionals(making: Making): void {
  const { plan, values } = making
  if (values.size >= plan.most) return
  const names = plan.declared.filter((key) => !values.has(key) && !plan.forbidden.has(key))
  const wanting = wantingOf(making)
  const left = names.filter((key) => {
    if (isWanted(partOf(making, key), wanting) && values.size < plan.most) addWithDependents(making, key)
    return !values.has(key)
  })
  for (const key of left) if (values.size < plan.least) addWithDependents(making, key)
}

/** The object whose optional properties are drawn. */
interface Wanting {
  readonly run: Run
  readonly place: Place
  readonly depth: number
  /** Whether it lies within its like. */
  readonly isInner: boolean
  /** How many properties are declared. */
  readonly count: number
}

export function isWanted(part: Part, { run, place, depth, isInner, count }: Wanting): boolean {
  if (part.failure !== undefined || part.shape.failure !== undefined) return false
  const level = recursion(part.shape)
  if (level > 1 || depth > DEEP) return false
  const at = placeAt(place, part.hash)
  // Of many properties that contain their like, a few are enough.
  if (level === 1 && draw(at, 8) > Math.min(0.5, 3 / count)) return false
  if (run.side === 'read' && part.hasDefault) return true
  // Within its like even a value that has everything has less.
  if (run.optionals === 'none' || (run.optionals === 'all' && !isInner)) return run.optionals === 'all'
  const usual = isInner ? 0.25 : (PRESENT[depth] ?? 0.1)
  return draw(at, 7) < Math.min(usual, MANY / (depth + 1) / count)
}

function wantingOf({ run, shape, spot, plan }: Making): Wanting {
  return { run, place: spot.place, depth: spot.depth, isInner: recursion(shape) > 1, count: plan.declared.length }
}

/** With what it requires in turn; a property that cannot be made is left out. */
function addWithDependents(making: Making, key: string): void {
  const { plan, values } = making
  const added = new Map<string, unknown>()
  const queue = [key]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (values.has(next) || added.has(next)) continue
    const value = plan.forbidden.has(next) ? gaveUp('not', 'must not be there') : makeProperty(making, next)
    if (value instanceof Failure || values.size + added.size >= plan.most) return
    added.set(next, value)
    for (const [name, needed] of plan.dependent) if (name === next) queue.push(...needed)
  }
  for (const [name, value] of added) values.set(name, value)
}

function makeProperty(making: Making, key: string): unknown | Failure {
  const { run, spot, make } = making
  const part = partOf(making, key)
  if (part.failure !== undefined) return part.failure.within(key)
  const value = make(run, part.shape, {
    place: placeAt(spot.place, part.hash),
    // What a map holds is named by the map, as the items of a list are by the list.
    name: part.isDeclared ? key : spot.name,
    owner: part.isDeclared ? spot.name : spot.owner,
    object: spot.place,
    depth: spot.depth + 1,
    pointer: run.trace === undefined ? '' : `${spot.pointer}/${escapePointer(key)}`,
  })
  return value instanceof Failure ? value.within(key) : value
}

export function partOf({ shapes, shape, plan }: Pick<Making, 'shapes' | 'shape' | 'plan'>, key: string): Part {
  let part = plan.parts.get(key)
  if (part !== undefined) return part
  const nodes = propertyNodes(shape, key)
  const target = shapes.of(nodes)
  const wrongName = plan.names.some((node) => !isValid(node, key))
  const failure = wrongName ? empty('propertyNames', `"${key}" is no name for a property here`) : undefined
  const isDeclared = plan.required.has(key) || plan.declaredSet.has(key)
  const base = { key, hash: hashText(key), shape: target, hasDefault: defaulted(target).hasDefault, isDeclared }
  part = failure === undefined ? base : { ...base, failure }
  // Names of maps are endless.
  if (plan.parts.size < MOST_PARTS || isDeclared) plan.parts.set(key, part)
  return part
}

const defaulted = perShape(({ nodes }) => ({
  hasDefault: nodes.some(({ schema }) => isObject(schema) && 'default' in schema),
}))

function propertyNodes(shape: Shape, key: string): Node[] {
  const chosen = chosenOf(shape)
  const found: Node[] = []
  for (const node of shape.nodes) {
    if (node.object === undefined) continue
    const { unevaluated } = node.object
    const parts = partsFor(node.object, key)
    if (parts.length > 0) found.push(...parts)
    else if (unevaluated !== undefined && !isEvaluatedProperty(node, key, chosen)) found.push(unevaluated)
  }
  return found
}

/** What one node says of one property: by name, by pattern, else as one of the rest. */
export function partsFor({ properties, patterns, rest }: ObjectRules, key: string): Node[] {
  const named = properties.get(key)
  const parts =
    patterns.length === 0 ? [] : patterns.flatMap(([pattern, part]) => (matches(pattern, key) ? [part] : []))
  if (named !== undefined) parts.push(named)
  return parts.length > 0 || rest === undefined ? parts : [rest]
}

/** Names that no schema declares: for maps, and where a count asks for more than is declared. */
function addMore(making: Making): void {
  const { run, spot, plan, values } = making
  const isOpen = plan.isMap && run.optionals !== 'none' && spot.depth <= DEEP && mapLevel(making) < 2
  const usual = isOpen ? 1 + Math.floor(draw(spot.place, 4) * 3) : 0
  const wanted = Math.min(plan.most, Math.max(plan.least, values.size, usual))
  if (values.size >= wanted) return
  for (const key of candidates(making, wanted)) {
    if (values.size >= wanted) return
    if (values.has(key) || plan.forbidden.has(key)) continue
    const part = partOf(making, key)
    if (part.failure === undefined && part.shape.failure === undefined) addWithDependents(making, key)
  }
}

/** How often the values of a map are within themselves. */
function mapLevel({ run, shape }: Making): number {
  let most = 0
  for (const node of restsOf(shape)) most = Math.max(most, recursion(run.shapes.of([node])))
  return most
}

export const restsOf = perShape(({ nodes }): readonly Node[] =>
  nodes.flatMap(({ object }) => [
    ...(object?.rest === undefined ? [] : [object.rest]),
    ...(object?.patterns ?? []).map(([, part]) => part),
  ]),
)

function* candidates({ run, spot, make, plan }: Making, wanted: number): Generator<string> {
  const names = plan.names.length === 0 ? undefined : run.shapes.of([...plan.names, textNode(run.create)])
  if (names?.values !== undefined) return yield* names.values as readonly string[]
  for (let turn = 0; turn < wanted * 4 + 24; turn++) {
    const place = placeAt(spot.place, 50_000 + turn)
    const random = randomAt(place)
    if (plan.patterns.length > 0 && (plan.closed || turn % 2 === 0)) {
      const key = make(
        run,
        run.shapes.of([...plan.names, patternNode(run.create, random.pick(plan.patterns))]),
        keySpot(spot, place),
      )
      if (typeof key === 'string') yield key
    }
    if (plan.closed && plan.patterns.length > 0) continue
    const key = names === undefined ? plainKey(run, place, turn) : make(run, names, keySpot(spot, place))
    if (typeof key === 'string') yield key
  }
}

const patternNodes = new WeakMap<Run['create'], Map<string, Node>>()

export function patternNode(create: Run['create'], pattern: string): Node {
  let nodes = patternNodes.get(create)
  if (nodes === undefined) patternNodes.set(create, (nodes = new Map()))
  let node = nodes.get(pattern)
  if (node === undefined) nodes.set(pattern, (node = create({ types: STRING, text: { pattern } })))
  return node
}

const texts = new WeakMap<Run['create'], Node>()

export function textNode(create: Run['create']): Node {
  let node = texts.get(create)
  if (node === undefined) texts.set(create, (node = create({ types: STRING })))
  return node
}

const keyRandom = movingRandom()

export function plainKey({ source: { words } }: Run, place: Place, turn: number): string {
  keyRandom.moveTo(place)
  const word = words.word(keyRandom)
  return turn < 12 ? word : `${word}${turn}`
}

function keySpot(spot: Spot, place: Place): Spot {
  return { ...spot, place, object: place, name: 'key', owner: spot.name, depth: spot.depth + 1 }
}

/** Proven where the names that may be there are all known. */
function tooFew({ run, plan, shape }: Making): Failure {
  const message = `no ${plan.least} properties were found`
  const possible = plan.declared.filter((key) => !plan.forbidden.has(key))
  const isProven = plan.closed && plan.patterns.length === 0 && possible.length < plan.least && !hasOpenRest(shape)
  if (plan.names.length > 0 && isNameless(run, plan)) return empty('propertyNames', 'no name is allowed')
  return isProven ? empty('minProperties', message) : gaveUp('minProperties', message)
}

function isNameless(run: Run, { names }: ObjectPlan): boolean {
  return run.shapes.of([...names, textNode(run.create)]).failure?.exact === true
}

/** `unevaluatedProperties: false` beside what lets everything through closes nothing. */
function hasOpenRest({ nodes }: Shape): boolean {
  return nodes.some(({ object }) => object?.rest !== undefined && object.rest.schema !== false)
}

/** Declared properties in the order of their declaration, then the others. */
function inOrder({ plan, values }: Making): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const key of plan.declared) if (values.has(key)) define(object, key, values.get(key))
  if (Object.keys(object).length < values.size) {
    for (const [key, value] of values) if (!Object.hasOwn(object, key)) define(object, key, value)
  }
  return object
}

/** A property of the object itself, whatever its name. */
export function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}
