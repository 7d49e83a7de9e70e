import { type Place, placeAt } from './chance.ts'
import { equal } from './equal.ts'
import { Failure, gaveUp } from './failure.ts'
import { arrayPlan, itemShape, openLength } from './make-array.ts'
import type { Maker, Making, makerOf } from './quick.ts'
import { BOTTOM, type Run } from './run.ts'
import { structured } from './shape.ts'

/** The usual array, whose items are each made by themselves; undefined where its items depend on each other. */
export function quickArray(making: Making, makerFor: typeof makerOf): Maker | undefined {
  const { shape, shapes, name, owner, search } = making
  const plan = arrayPlan(shape)
  if (plan.failure !== undefined || plan.contains.length > 0 || plan.repeats) return undefined
  const { least, most, prefix, unique } = plan
  const inner = structured(shape)
  const items: Maker[] = []
  const itemMaker = (index: number): Maker =>
    (items[Math.min(index, prefix)] ??= makerFor(itemShape({ shapes, shape, plan }, index), [name, owner], making))

  const fill = (run: Run, place: Place, depth: number): unknown[] | Failure | undefined => {
    const item = itemShape({ shapes, shape, plan }, prefix)
    const length = Math.min(most, Math.max(least, openLength(run, plan, item, { place, depth })))
    const list: unknown[] = []
    while (list.length < length) {
      const index = list.length
      const at = placeAt(place, index)
      const value = itemMaker(index)(run, at, at, depth + 1)
      if (value instanceof Failure) return index >= least ? list : undefined
      if (unique && isIn(list, value)) return undefined
      list.push(value)
    }
    return list
  }
  return (run, place, object, depth) => {
    if (depth > BOTTOM) return gaveUp('$ref', 'the schema contains itself too deep')
    for (const node of inner) node.open++
    let list: unknown[] | Failure | undefined
    try {
      list = fill(run, place, depth)
    } finally {
      for (const node of inner) node.open--
    }
    // Where it does not do at first, the search tries other lengths and other items.
    return list ?? searchFor(run, place, object, depth)
  }

  function searchFor(run: Run, place: Place, object: Place, depth: number): unknown | Failure {
    return search(run, shape, { place, object, name, owner, depth, pointer: '' })
  }
}

function isIn(list: readonly unknown[], value: unknown): boolean {
  for (const other of list) if (equal(other, value)) return true
  return false
}
