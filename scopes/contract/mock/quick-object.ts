import { type Place, placeAt } from './chance.ts'
import { Failure, gaveUp } from './failure.ts'
import { define, isWanted, type ObjectPlan, objectPlan, type Part, partOf, withDependents } from './make-object.ts'
import type { Maker, Making, makerOf } from './quick.ts'
import { emptyMap, quickMore } from './quick-map.ts'
import { BOTTOM, openings, type Run } from './run.ts'
import { structured } from './shape.ts'

interface Entry {
  readonly part: Part
  readonly isRequired: boolean
  /** By need: a schema may contain itself. */
  make: Maker | undefined
}

/**
 * The usual object, each property of which is there or not by itself, and after them those that nobody declared;
 * undefined where they depend on each other.
 */
export function quickObject(making: Making, makerFor: typeof makerOf): Maker | undefined {
  const { shape, shapes, name, owner, search } = making
  const plan = objectPlan(shape)
  if (plan.failure !== undefined || plan.most < Infinity) return undefined
  // Few names that are all known are gone through in their order.
  if (plan.names.length > 0 && shapes.of(plan.names).values !== undefined) return undefined
  const inner = structured(shape)
  const more = plan.isPlain ? undefined : quickMore(making, makerFor)
  const needs = plan.dependent.length === 0 ? undefined : needsOf(plan)
  if (plan.dependent.length > 0 && needs === undefined) return undefined
  const undeclared = [...plan.required].filter((key) => !plan.declaredSet.has(key))
  const count = plan.declared.length
  let entries: readonly Entry[] | undefined

  const entriesNow = (): readonly Entry[] =>
    [...plan.declared, ...undeclared]
      .filter((key) => plan.required.has(key) || !plan.forbidden.has(key))
      .map((key) => ({
        part: partOf({ shapes, shape, plan }, key),
        isRequired: plan.required.has(key),
        make: undefined,
      }))

  const fill = (run: Run, place: Place, depth: number): Record<string, unknown> | Failure | undefined => {
    const object = plan.isMap && undeclared.length === 0 ? emptyMap() : {}
    const at = { run, place, depth, isInner: openings(inner) > 1, count }
    let size = 0
    entries ??= entriesNow()
    const chosen = needs === undefined ? undefined : chosenOf(entries, needs, at)
    for (const entry of entries) {
      const { part, isRequired } = entry
      if (!isRequired && !(chosen === undefined ? isWanted(part, at) : chosen.has(part.key))) continue
      const make = (entry.make ??= makerFor(part.shape, [part.key, name], making))
      const value = part.failure ?? make(run, placeAt(place, part.hash), place, depth + 1)
      if (!(value instanceof Failure)) {
        define(object, part.key, value)
        size++
      } else if (isRequired) return value.within(part.key)
      else if (chosen !== undefined) return undefined
    }
    if (more === undefined) return object
    return more(object, size, { run, place, depth }) ? object : undefined
  }

  return (run, place, object, depth) => {
    if (depth > BOTTOM) return gaveUp('$ref', 'the schema contains itself too deep')
    let value: Record<string, unknown> | Failure | undefined
    for (const node of inner) node.open++
    try {
      value = fill(run, place, depth)
    } finally {
      for (const node of inner) node.open--
    }
    // Where a count or an unusual name decides, the search finds which properties do.
    return value ?? search(run, shape, { place, object, name, owner, depth, pointer: '' })
  }
}

/** For each declared property all that has to be there with it; undefined where some of that is not declared. */
function needsOf({ declared, declaredSet, required, forbidden, dependent }: ObjectPlan): Needs | undefined {
  const needs = new Map<string, readonly string[]>()
  for (const key of declared) {
    const all = [...withDependents(new Set([key]), dependent)]
    if (all.some((other) => !declaredSet.has(other) && !required.has(other))) return undefined
    if (!all.some((other) => forbidden.has(other))) needs.set(key, all)
  }
  return needs
}

type Needs = ReadonlyMap<string, readonly string[]>

function chosenOf(entries: readonly Entry[], needs: Needs, at: Parameters<typeof isWanted>[1]): ReadonlySet<string> {
  const chosen = new Set<string>()
  for (const { part, isRequired } of entries) {
    if (!isRequired && isWanted(part, at)) for (const key of needs.get(part.key) ?? []) chosen.add(key)
  }
  return chosen
}
