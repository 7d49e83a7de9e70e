import type { MovingRandom, Place } from './chance.ts'
import type { Failure } from './failure.ts'
import type { Create } from './negate.ts'
import type { Node } from './node.ts'
import type { Source } from './semantic-strings.ts'
import { structured, type Shape, type Shapes } from './shape.ts'

/** What all places of one value share. */
export interface Run {
  readonly shapes: Shapes
  readonly create: Create
  readonly heightOf: (node: Node) => number
  readonly optionals: 'all' | 'some' | 'none'
  readonly side: 'write' | 'read' | undefined
  /** What texts are drawn from; moved to the place of each. */
  readonly source: Source & { readonly random: MovingRandom }
  /** Examples and chance as they come; otherwise another draw is wanted, since the first did not do. */
  readonly attempt: number
  /** Whether each part is checked as soon as it is made: slower, and finds what the parts do not tell. */
  readonly isCareful: boolean
  /** Failures that may still happen: ends a search that leads nowhere. */
  readonly effort: { left: number }
  /** Whether all that was made so far is valid by how it was made, so that no check is needed. */
  isSure: boolean
  /** Parts on the way here that are checked once they are made. */
  watched: number
  /** Told of each place and what it asks for. */
  readonly trace: ((spot: Spot, shape: Shape) => void) | undefined
}

/** One place in the value. */
export interface Spot {
  readonly place: Place
  /** Of the property, or of the list that holds the item. */
  readonly name: string
  /** Of what holds the property. */
  readonly owner: string
  /** The place of the object that holds the property: what belongs together is drawn from it. */
  readonly object: Place
  readonly depth: number
  /** Kept where places are traced. */
  readonly pointer: string
}

/** Makes a value of a shape at a place; given to the parts, so that they can make theirs. */
export type Make = (run: Run, shape: Shape, spot: Spot) => unknown | Failure

/** How often the shape is within itself on the way here. */
export function recursion(shape: Shape): number {
  return openings(structured(shape))
}

export function openings(nodes: readonly Node[]): number {
  let most = 0
  for (const { open } of nodes) if (open > most) most = open
  return most
}

/** Where values get small. */
export const DEEP = 10
/** Deeper than any value should be: where a schema contains itself in a way that was not foreseen. */
export const BOTTOM = 80
