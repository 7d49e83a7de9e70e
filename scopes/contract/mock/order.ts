import { movingRandom, type Place, placeAt } from './chance.ts'
import { NULL } from './node.ts'
import { NULLS } from './pick-type.ts'
import { DEEP, recursion, type Run } from './run.ts'
import { perShape, type Shape, type Shapes } from './shape.ts'

const targets = perShape((): { known?: readonly Shape[] } => ({}))

/** The shape with each way of its first choice. */
export function targetsOf(shape: Shape, shapes: Shapes): readonly Shape[] {
  const memo = targets(shape)
  return (memo.known ??= (shape.choices[0]?.ways ?? []).map((way) => shapes.with(shape, way)))
}

const FIRST: readonly number[] = [0]
const IMPOSSIBLE = 1000
const random = movingRandom()
const zero = (): number => 0

/** The ways of the first choice by index: by chance; null late, and what contains itself again last. */
export function orderOf(run: Run, shape: Shape, place: Place, depth: number): readonly number[] {
  const ways = targetsOf(shape, run.shapes)
  if (ways.length === 1) return FIRST
  random.moveTo(placeAt(place, 77 + shape.choices.length + run.attempt))
  const order: number[] = []
  for (let index = 0; index < ways.length; index++) order.push(index)
  random.shuffleInPlace(order)
  const nullLast = run.optionals !== 'some' || !random.chance(NULLS)
  let ranks: number[] | undefined
  for (let at = 0; at < order.length; at++) {
    const rank = rankOf(run, shape, order[at] as number, { nullLast, depth })
    if (rank > 0) (ranks ??= order.map(zero))[order[at] as number] = rank
  }
  if (ranks === undefined) return order
  const all = ranks
  return order.toSorted((a, b) => (all[a] as number) - (all[b] as number))
}

function rankOf(run: Run, shape: Shape, index: number, at: { nullLast: boolean; depth: number }): number {
  const target = targetsOf(shape, run.shapes)[index] as Shape
  const level = recursion(target)
  const isDeep = level > 1 || at.depth > DEEP
  const again = !isDeep && level === 1 && random.chance(0.5)
  if (target.failure !== undefined) return IMPOSSIBLE
  if (isDeep) return 2 + Math.min(50, run.heightOf(shape.choices[0]?.ways[index] as Shape['nodes'][number]))
  if (again) return 2
  return at.nullLast && target.types === NULL ? 1 : 0
}
