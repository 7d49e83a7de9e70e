import { placeAt } from './chance.ts'
import { isValid } from './check.ts'
import { isIn } from './equal.ts'
import { Failure } from './failure.ts'
import { type Arrangement, arrayPlan, lengthOf, targetShape } from './make-array.ts'
import type { Maker, Making, makerOf } from './quick.ts'

import type { Run } from './run.ts'

/** Fills an array that has to contain something; undefined where this takes the search. */
export type Fill = (run: Run, place: number, depth: number) => unknown[] | undefined

/** What is contained stands behind the prefix, so that the shape of each item is known by the length. */
export function quickContains(making: Making, makerFor: typeof makerOf): Fill {
  const { shape, shapes, name, owner, make } = making
  const plan = arrayPlan(shape)
  const byLength = new Map<number, readonly Maker[]>()

  const makersOf = (arrangement: Arrangement, length: number): readonly Maker[] =>
    Array.from({ length }, (_, index) => makerFor(targetShape(arrangement, length, index), [name, owner], making))

  return (run, place, depth) => {
    const spot = { place, object: place, name, owner, depth, pointer: '' }
    const arrangement = { run, shapes, shape, spot, make, plan, attempt: 0 }
    const length = lengthOf(arrangement)
    let makers = byLength.get(length)
    if (makers === undefined) byLength.set(length, (makers = makersOf(arrangement, length)))
    const list: unknown[] = []
    for (const maker of makers) {
      const at = placeAt(place, list.length)
      const item = maker(run, at, at, depth + 1)
      if (item instanceof Failure || (plan.unique && isIn(list, item))) return undefined
      list.push(item)
    }
    for (const { node, least, most } of plan.contains) {
      let count = 0
      for (const item of list) if (isValid(node, item)) count++
      if (count < least || count > most) return undefined
    }
    return list
  }
}
