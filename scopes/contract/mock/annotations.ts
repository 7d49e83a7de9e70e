import { draw, type Place, placeAt, randomAt } from './chance.ts'
import { isValid } from './check.ts'
import { copyOf, isObject } from './equal.ts'
import type { Run, Spot } from './run.ts'
import { perShape, type Shape } from './shape.ts'

/** What the author shows of a place, as far as it is valid and a scalar. */
export interface Annotations {
  readonly examples: readonly unknown[]
  readonly defaults: readonly unknown[]
  /** Members of an open enum. */
  readonly members: readonly unknown[]
}

const KEYWORDS = ['examples', 'example', 'default', 'x-extensible-enum']
const NONE: Annotations = { examples: [], defaults: [], members: [] }

export const annotationsOf = perShape((shape): Annotations => {
  if (!shape.nodes.some(({ schema }) => isObject(schema) && KEYWORDS.some((keyword) => keyword in schema))) return NONE
  const scalars = (values: readonly unknown[]): unknown[] => validOf(shape, values.filter(isScalar))
  return {
    examples: scalars(examplesIn(shape)),
    defaults: scalars(saidIn(shape, 'default')),
    members: scalars(listedIn(shape, 'x-extensible-enum')),
  }
})

/** All that the author shows and that is valid, objects and lists too. */
const shownValues = perShape((shape): readonly unknown[] =>
  validOf(shape, [...examplesIn(shape), ...saidIn(shape, 'default')]),
)

function examplesIn(shape: Shape): unknown[] {
  return [...listedIn(shape, 'examples'), ...saidIn(shape, 'example')]
}

function listedIn(shape: Shape, keyword: string): unknown[] {
  return saidIn(shape, keyword).flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
}

function saidIn({ nodes }: Shape, keyword: string): unknown[] {
  return nodes.flatMap(({ schema }) => (isObject(schema) && keyword in schema ? [schema[keyword]] : []))
}

function validOf({ nodes }: Shape, values: readonly unknown[]): unknown[] {
  return values.filter((value) => nodes.every((node) => isValid(node, value)))
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' && value !== ''
}

/** Where the search fails, an example or default of the author may still do. */
export function lastResort(shape: Shape, place: Place): unknown {
  const whole = shownValues(shape)
  return whole.length === 0 ? undefined : copyOf(randomAt(place).pick(whole))
}

/** Chance that a default is taken: it is what most senders leave out. */
export const DEFAULTS = 0.3

/** What the author showed is the most realistic there is. */
export function pickExample({ attempt }: Run, shape: Shape, { place }: Spot): unknown {
  if (attempt > 0) return undefined
  const { examples, defaults } = annotationsOf(shape)
  if (examples.length > 0) return randomAt(placeAt(place, 31)).pick(examples)
  return defaults.length > 0 && draw(place, 32) < DEFAULTS ? randomAt(placeAt(place, 31)).pick(defaults) : undefined
}

/** A member of an open enum; what a reader is handed may now and then be one that is not known yet. */
export function pickMember({ side }: Run, shape: Shape, { place }: Spot): unknown {
  const { members } = annotationsOf(shape)
  if (members.length === 0) return undefined
  const random = randomAt(placeAt(place, 33))
  if (side !== 'read' || !random.chance(0.1)) return random.pick(members)
  const unknown = `${String(random.pick(members))}-${random.int(2, 9)}`
  return shape.nodes.every((node) => isValid(node, unknown)) ? unknown : random.pick(members)
}
