import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildOrder, cycles, Graph, levels } from './index.ts'

const edges = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 40 })

function graphOf(pairs: readonly (readonly [number, number])[]): Graph {
  const graph = new Graph()
  for (const [from, to] of pairs) graph.addEdge(`n${from}`, `n${to}`)
  return graph
}

test('dependencies stand before their dependents, every node once', () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      const graph = graphOf(pairs)
      const order = buildOrder(graph)
      const position = new Map(order.flatMap((unit, at) => unit.map((node) => [node, at] as const)))
      expect(order.flat().toSorted()).toEqual([...graph.nodes()].toSorted())
      for (const node of graph.nodes()) {
        for (const dependency of graph.dependenciesOf(node)) {
          expect(position.get(dependency)).toBeLessThanOrEqual(position.get(node) as number)
        }
      }
    }),
  )
})

test('two nodes share a unit exactly when each reaches the other', () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      const graph = graphOf(pairs)
      const unitOf = new Map(buildOrder(graph).flatMap((unit) => unit.map((node) => [node, unit] as const)))
      for (const a of graph.nodes()) {
        const below = graph.transitiveDependencies([a])
        for (const b of graph.nodes()) {
          const mutual = a === b || (below.has(b) && graph.transitiveDependencies([b]).has(a))
          expect(unitOf.get(a) === unitOf.get(b)).toBe(mutual)
        }
      }
    }),
  )
})

test('the order does not depend on the order of insertion', () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      expect(buildOrder(graphOf(pairs.toReversed()))).toEqual(buildOrder(graphOf(pairs)))
    }),
  )
})

test('levels and cycles of a small graph', () => {
  const graph = new Graph().addEdge('client', 'types').addEdge('mocks', 'types').addEdge('a', 'b').addEdge('b', 'a')
  graph.addEdge('app', 'client').addEdge('app', 'a')
  expect(levels(graph)).toEqual([[['a', 'b'], ['types']], [['client'], ['mocks']], [['app']]].map((x) => x))
  expect(cycles(graph)).toEqual([['a', 'b']])
  expect(graph.transitiveDependents(['types'])).toEqual(new Set(['client', 'mocks', 'app']))
})
