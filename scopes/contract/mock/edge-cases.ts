import { isValid } from './check.ts'
import { edgesOf } from './edges.ts'
import { equal } from './equal.ts'
import { Failure } from './failure.ts'
import { type Placed, placedValue, replaceAt, type ValuePlace, valueAt } from './places.ts'
import type { Node } from './node.ts'
import { make } from './solve.ts'
import type { EdgeCase, JsonSchema, MockOptions } from './types.ts'

/**
 * Valid values at the borders: the smallest and the largest, and a usual value with one bound, branch or absence at a
 * time. The same list for the same schema.
 * @throws EmptySchema, GaveUp
 * @example for (const { name, value } of edgeCases(order)) test(name, () => save(value))
 */
export function edgeCases(schema: JsonSchema, options: MockOptions = {}): EdgeCase[] {
  const usual = placedValue(schema, { ...options, optionals: 'all' })
  const smallest = {
    name: 'smallest',
    pointer: '',
    value: extreme(placedValue(schema, { ...options, optionals: 'none' }), 'least'),
  }
  const largest = { name: 'largest', pointer: '', value: extreme(usual, 'most') }
  const single = usual.places.flatMap((place) => singleCases(usual, place))
  return distinct([smallest, largest, ...single])
}

/** Each place by turns at its least or most, as far as the whole stays valid. */
function extreme(placed: Placed, end: 'least' | 'most'): unknown {
  let whole = placed.value
  for (const place of placed.places) {
    if (valueAt(whole, place.pointer) === undefined) continue
    for (const edge of edgesOf(place.last)) {
      if (edge.end !== end) continue
      const changed = withEdge(placed, place, placed.plan.create(edge.node))
      if (changed === undefined) continue
      const next = replaceAt(whole, place.pointer, changed.part)
      if (isValid(placed.plan.root, next)) whole = next
    }
  }
  return whole
}

function singleCases(placed: Placed, place: ValuePlace): EdgeCase[] {
  const { pointer, first, last } = place
  const branches = first.choices.flatMap(({ keyword, ways }) =>
    ways.map((node, index) => ({ name: `branch ${index + 1} of ${keyword}`, node })),
  )
  const inBranches = branches.map((edge) => ({ ...edge, shape: first }))
  const inLast = edgesOf(last).map(({ name, node }) => ({ name, node: placed.plan.create(node), shape: last }))
  return [...inBranches, ...inLast].flatMap(({ name, node, shape }) => {
    const changed = withEdge(placed, { ...place, last: shape }, node)
    const value = changed && replaceAt(placed.value, pointer, changed.part)
    if (changed === undefined || !isValid(placed.plan.root, value)) return []
    return [{ name: pointer === '' ? name : `${pointer}: ${name}`, pointer, value }]
  })
}

/** A part that satisfies one more node; undefined where there is none. */
function withEdge({ run }: Placed, { last, spot }: ValuePlace, edge: Node): { readonly part: unknown } | undefined {
  const part = make({ ...run, effort: { left: 200 } }, run.shapes.of([...last.nodes, edge]), spot)
  return part instanceof Failure ? undefined : { part }
}

/** The first of those that are equal. */
function distinct(cases: readonly EdgeCase[]): EdgeCase[] {
  const kept: EdgeCase[] = []
  for (const one of cases) {
    if (!kept.some((other) => other.name === one.name || equal(other.value, one.value))) kept.push(one)
  }
  return kept
}
