import { draw, placeAt, randomAt } from './chance.ts'
import { isValid } from './check.ts'
import { isObject } from './equal.ts'
import type { Run, Spot } from './run.ts'
import { perShape, type Shape } from './shape.ts'

/** What the author shows of a place, as far as it is valid. */
export interface Annotations {
  /** Scalars among the examples. */
  readonly examples: readonly unknown[]
  readonly defaults: readonly unknown[]
  /** Members of an open enum. */
  readonly members: readonly unknown[]
  /** All of them, objects and lists too. */
  readonly whole: readonly unknown[]
}

export const annotationsOf = perShape(readAnnotations)

function readAnnotations(shape: Shape): Annotations {
  const said = (keyword: string): unknown[] =>
    shape.nodes.flatMap(({ schema }) => (isObject(schema) && keyword in schema ? [schema[keyword]] : []))
  const listed = (keyword: string): unknown[] =>
    said(keyword).flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
  const valid = (values: readonly unknown[]): unknown[] =>
    values.filter((value) => shape.nodes.every((node) => isValid(node, value)))
  const examples = valid([...listed('examples'), ...said('example')])
  const defaults = valid(said('default'))
  return {
    examples: examples.filter(isScalar),
    defaults: defaults.filter(isScalar),
    members: valid(listed('x-extensible-enum')),
    whole: [...examples, ...defaults],
  }
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' && value !== ''
}

/** Chance that a default is taken: it is what most senders leave out. */
const DEFAULTS = 0.3

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
