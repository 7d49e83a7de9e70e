import { isValid } from './check.ts'
import { BOOLEAN, INTEGER, type Node, NULL } from './node.ts'
import type { Run } from './run.ts'
import type { Shape } from './shape.ts'

const MOST = 1000

/** All values of a shape that has few; undefined where there are many, or it cannot be told. */
export function domainOf(run: Run, shape: Shape): readonly unknown[] | undefined {
  const { values, types, nodes, choices, guards, failure } = shape
  if (failure !== undefined) return []
  if (values !== undefined) return values
  const [choice] = choices
  if (choice !== undefined) return unionOf(choice.ways.map((way) => domainOf(run, run.shapes.with(shape, way))))
  if ((types & ~(NULL | BOOLEAN | INTEGER)) !== 0) return undefined
  const candidates = [
    ...(types & NULL ? [null] : []),
    ...(types & BOOLEAN ? [true, false] : []),
    ...(types & INTEGER ? (integers(nodes) ?? []) : []),
  ]
  if (types & INTEGER && integers(nodes) === undefined) return undefined
  return candidates.filter(
    (value) => nodes.every((node) => isValid(node, value)) && !guards.some(({ node }) => isValid(node, value)),
  )
}

function unionOf(domains: readonly (readonly unknown[] | undefined)[]): readonly unknown[] | undefined {
  return domains.every((domain) => domain !== undefined) ? [...new Set(domains.flat())] : undefined
}

function integers(nodes: readonly Node[]): number[] | undefined {
  const rules = nodes.flatMap(({ number }) => number ?? [])
  const low = Math.ceil(Math.max(...rules.map((rule) => rule.minimum ?? rule.exclusiveMinimum ?? -Infinity)))
  const high = Math.floor(Math.min(...rules.map((rule) => rule.maximum ?? rule.exclusiveMaximum ?? Infinity)))
  if (!(high - low <= MOST)) return undefined
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => low + index)
}
