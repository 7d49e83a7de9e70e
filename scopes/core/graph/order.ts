import type { Graph } from './graph.ts'

/**
 * The graph as units in build order: dependencies before dependents, the members of a cycle in one unit.
 * Deterministic: by level, then by name. Tarjan's algorithm, without recursion.
 */
export function buildOrder(graph: Graph): readonly (readonly string[])[] {
  return levels(graph).flat()
}

/** The units of `buildOrder`, grouped by level: a unit depends only on units of lower levels. */
export function levels(graph: Graph): readonly (readonly (readonly string[])[])[] {
  const units = components(graph)
  const unitOf = new Map(units.flatMap((unit) => unit.map((node) => [node, unit] as const)))
  const levelOf = new Map<readonly string[], number>()
  const result: string[][][] = []
  for (const unit of units) {
    let level = 0
    for (const node of unit) {
      for (const dependency of graph.dependenciesOf(node)) {
        const other = unitOf.get(dependency)
        if (other !== undefined && other !== unit) level = Math.max(level, (levelOf.get(other) ?? 0) + 1)
      }
    }
    levelOf.set(unit, level)
    ;(result[level] ??= []).push([...unit])
  }
  for (const level of result) level.sort((a, b) => compare(a[0] as string, b[0] as string))
  return result
}

/** Units of more than one node, and nodes that depend on themselves. */
export function cycles(graph: Graph): readonly (readonly string[])[] {
  return buildOrder(graph).filter(
    (unit) => unit.length > 1 || graph.dependenciesOf(unit[0] as string).has(unit[0] as string),
  )
}

interface Frame {
  readonly node: string
  readonly rest: Iterator<string>
}

/** Strongly connected components, dependencies first; each sorted by name. */
function components(graph: Graph): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const open = new Set<string>()
  const stack: string[] = []
  const found: string[][] = []
  const frames: Frame[] = []

  const enter = (node: string): void => {
    index.set(node, index.size)
    low.set(node, index.size - 1)
    stack.push(node)
    open.add(node)
    frames.push({ node, rest: graph.dependenciesOf(node).values() })
  }
  const lower = (node: string, to: number): void => {
    low.set(node, Math.min(low.get(node) as number, to))
  }
  const leave = (node: string): void => {
    frames.pop()
    const parent = frames.at(-1)
    if (parent) lower(parent.node, low.get(node) as number)
    if (low.get(node) !== index.get(node)) return
    const members = stack.splice(stack.lastIndexOf(node))
    for (const member of members) open.delete(member)
    found.push(members.toSorted(compare))
  }

  for (const start of [...graph.nodes()].toSorted(compare)) {
    if (index.has(start)) continue
    enter(start)
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const next = frame.rest.next()
      if (next.done === true) leave(frame.node)
      else if (!index.has(next.value)) enter(next.value)
      else if (open.has(next.value)) lower(frame.node, index.get(next.value) as number)
    }
  }
  return found
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
