import { type Place, placeAt } from './chance.ts'
import { isValid } from './check.ts'
import { isIn } from './equal.ts'
import { Failure, gaveUp } from './failure.ts'
import { arrayPlan, itemShape, makeItem, openLength } from './make-array.ts'
import type { Maker, Making, makerOf } from './quick.ts'
import { quickContains } from './quick-contains.ts'
import { BOTTOM, type Run } from './run.ts'
import { structured } from './shape.ts'

/** The usual array, whose items are each made by themselves; undefined where its items depend on each other. */
export function quickArray(making: Making, makerFor: typeof makerOf): Maker | undefined {
  const { shape, shapes, name, owner, search, make } = making
  const plan = arrayPlan(shape)
  if (plan.failure !== undefined || plan.repeats) return undefined
  const contain = plan.contains.length > 0 ? quickContains(making, makerFor) : undefined
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
      if (unique && isIn(list, value)) {
        const other = drawOther(run, place, depth, list)
        if (other instanceof Failure) return index >= least ? list : undefined
        list.push(other)
      } else list.push(value)
    }
    return list
  }
  const drawOther = (run: Run, place: Place, depth: number, list: readonly unknown[]): unknown | Failure => {
    const spot = { place, object: place, name, owner, depth, pointer: '' }
    return makeItem({ run, shapes, shape, spot, make, plan, attempt: 0 }, list, [], [])
  }
  return (run, place, object, depth) => {
    const { isSure } = run
    if (depth > BOTTOM) return gaveUp('$ref', 'the schema contains itself too deep')
    for (const node of inner) node.open++
    let list: unknown[] | Failure | undefined
    try {
      list = contain === undefined ? fill(run, place, depth) : contain(run, place, depth)
    } finally {
      for (const node of inner) node.open--
    }
    // Where it does not do at first, the search tries other lengths and other items.
    if (list === undefined) return searchFor(run, place, object, depth)
    // Further draws have been taken, which nobody vouches for: a look here saves one at the whole.
    if (isSure && !run.isSure && run.watched === 0) run.isSure = shape.nodes.every((node) => isValid(node, list))
    return list
  }

  function searchFor(run: Run, place: Place, object: Place, depth: number): unknown | Failure {
    return search(run, shape, { place, object, name, owner, depth, pointer: '' })
  }
}
