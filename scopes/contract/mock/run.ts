import type { Place } from './chance.ts'
import type { Failure } from './failure.ts'
import type { Create } from './negate.ts'
import type { Node } from './node.ts'
import { structured, type Shape, type Shapes } from './shape.ts'
import type { Words } from './words.ts'

/** What all places of one value share. */
export interface Run {
  readonly shapes: Shapes
  readonly create: Create
  readonly heightOf: (node: Node) => number
  readonly optionals: 'all' | 'some' | 'none'
  readonly side: 'write' | 'read' | undefined
  /** Milliseconds since 1970 of the moment that times lie around. */
  readonly now: number
  readonly words: Words
  /** How often each node is being made on the way here: a schema within itself. */
  readonly open: Map<Node, number>
  /** Examples and chance as they come; otherwise another draw is wanted, since the first did not do. */
  readonly attempt: number
  /** Whether each part is checked as soon as it is made: slower, and finds what the parts do not tell. */
  readonly isCareful: boolean
  /** Failures that may still happen: ends a search that leads nowhere. */
  readonly effort: { left: number }
  /** Told of each place and what it asks for. */
  readonly trace?: (spot: Spot, shape: Shape) => void
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
export function recursion({ open }: Run, shape: Shape): number {
  let most = 0
  for (const node of structured(shape)) most = Math.max(most, open.get(node) ?? 0)
  return most
}

/** Where values get small. */
export const DEEP = 10
