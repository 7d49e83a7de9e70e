import { draw, type Place } from './chance.ts'
import { ALL, ARRAY, BOOLEAN, FRACTION, INTEGER, NULL, NUMBER, OBJECT, STRING } from './node.ts'
import type { Run } from './run.ts'
import { perShape, type Shape } from './shape.ts'

/** Chance of a null where something else may be. */
export const NULLS = 0.15

/** One of the types, by the place. */
export function pickType({ optionals }: Run, types: readonly number[], place: Place): number {
  const [only] = types
  if (types.length === 1) return only as number
  const others = types.filter((type) => type !== NULL)
  if (others.length < types.length && optionals === 'some' && draw(place, 5) < NULLS) return NULL
  return others[Math.floor(draw(place, 6) * others.length)] ?? NULL
}

const IN_ORDER = [STRING, OBJECT, ARRAY, FRACTION, INTEGER, BOOLEAN, NULL]

export const allTypes = perShape(({ types }): readonly number[] => IN_ORDER.filter((type) => (types & type) !== 0))

/** The types that the keywords are about; where they say nothing, all that are allowed. */
export const likelyTypes = perShape((shape): readonly number[] => {
  const { types, nodes } = shape
  const all = allTypes(shape)
  // A number may be whole: both are drawn as one.
  const allowed = (types & NUMBER) === NUMBER ? all.filter((type) => type !== INTEGER) : all
  if (nodes.some((node) => node.types !== ALL)) return allowed
  const about = aboutOf(shape)
  const likely = allowed.filter((type) => (type & about) !== 0)
  if (likely.length > 0) return likely
  return allowed.includes(STRING) ? [STRING] : allowed.slice(0, 1)
})

function aboutOf({ nodes }: Shape): number {
  let about = 0
  for (const { number, text, array, object } of nodes) {
    about |= (number && FRACTION) ?? 0
    about |= (text && STRING) ?? 0
    about |= (array && ARRAY) ?? 0
    about |= (object && OBJECT) ?? 0
  }
  return about
}
