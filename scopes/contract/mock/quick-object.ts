import { type Place, placeAt } from './chance.ts'
import { Failure, gaveUp } from './failure.ts'
import { define, isWanted, objectPlan, type Part, partOf } from './make-object.ts'
import type { Maker, Making, makerOf } from './quick.ts'
import { BOTTOM, openings, type Run } from './run.ts'
import { structured } from './shape.ts'

interface Entry {
  readonly part: Part
  readonly isRequired: boolean
  readonly make: Maker
}

/** The usual object, each property of which is there or not by itself; undefined where they depend on each other. */
export function quickObject(making: Making, makerFor: typeof makerOf): Maker | undefined {
  const { shape, shapes, name } = making
  const plan = objectPlan(shape)
  if (plan.failure !== undefined || !plan.isPlain) return undefined
  const inner = structured(shape)
  let entries: readonly Entry[] | undefined
  const entriesNow = (): readonly Entry[] =>
    plan.declared
      .filter((key) => plan.required.has(key) || !plan.forbidden.has(key))
      .map((key) => {
        const part = partOf({ shapes, shape, plan }, key)
        let maker: Maker | undefined
        return {
          part,
          isRequired: plan.required.has(key),
          // By need: a schema may contain itself.
          make: (run, place, object, depth) =>
            (maker ??= makerFor(part.shape, [key, name], making))(run, place, object, depth),
        }
      })

  const fill = (run: Run, place: Place, depth: number): Record<string, unknown> | Failure => {
    const object: Record<string, unknown> = {}
    const at = { run, place, depth, isInner: openings(inner) > 1, count: plan.declared.length }
    for (const { part, isRequired, make } of (entries ??= entriesNow())) {
      if (!isRequired && !isWanted(part, at)) continue
      const value = part.failure ?? make(run, placeAt(place, part.hash), place, depth + 1)
      if (!(value instanceof Failure)) define(object, part.key, value)
      else if (isRequired) return value.within(part.key)
    }
    return object
  }
  return (run, place, _object, depth) => {
    if (depth > BOTTOM) return gaveUp('$ref', 'the schema contains itself too deep')
    for (const node of inner) node.open++
    try {
      return fill(run, place, depth)
    } finally {
      for (const node of inner) node.open--
    }
  }
}
