import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ComponentNode } from '@tessera/workspace.files'
import { affectedNodes, checkKey, planWave, rippleGraph, toUnits } from './index.ts'

function node(name: string, imports: readonly string[] = [], contract?: string): ComponentNode {
  return {
    kind: 'component',
    key: `acme.x/${name}`,
    id: { scope: 'acme.x', name },
    packageName: `@acme/x.${name}`,
    rootDir: `components/${name}`,
    files: [],
    issues: [],
    exported: false,
    mainFile: 'index.ts',
    ...(contract === undefined ? {} : { derived: { contract: `acme.x/${contract}`, part: 'types', files: {} } }),
    dependencies: {
      components: imports.map((other) => ({ id: { scope: 'acme.x', name: other }, packageName: `@acme/x.${other}` })),
      devComponents: [],
      packages: {},
      devPackages: {},
      peerPackages: {},
    },
  }
}

const system = [
  node('contract'),
  node('types', [], 'contract'),
  node('client', ['types'], 'contract'),
  node('shop', ['client']),
  node('ledger', ['elsewhere']),
]

test('a change reaches parts by their record and others by their imports, each said why', () => {
  const wave = planWave(system, ['acme.x/contract', 'acme.x/unknown'])
  expect(wave.changed).toEqual(['acme.x/contract'])
  expect(wave.nodes.map(({ key, reason }) => `${key}: ${reason}`)).toEqual([
    'acme.x/contract: own sources',
    'acme.x/types: depends on acme.x/contract',
    'acme.x/client: depends on acme.x/types, acme.x/contract',
    'acme.x/shop: depends on acme.x/client',
  ])
})

test('files belong to the innermost folder that is a node; shared files concern all', () => {
  expect(affectedNodes(system, ['components/client/src/deep/x.ts', 'README.md'])).toEqual([
    'acme.x/client',
    'acme.x/shop',
  ])
  expect(affectedNodes(system, ['components/clients/x.ts'])).toEqual([])
  expect(affectedNodes(system, ['tsconfig.json'])).toHaveLength(system.length)
})

test('a record that would close a cycle is left out', () => {
  const nodes = [node('contract', ['types']), node('types', [], 'contract')]
  expect([...rippleGraph(nodes).dependenciesOf('acme.x/types')]).toEqual([])
  expect(toUnits(nodes).map((unit) => unit.id)).toEqual(['acme.x/types', 'acme.x/contract'])
})

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const nodes = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.subarray(names)), { selector: ([name]) => name, maxLength: 6 })
  .map((list) => list.map(([name, imports]) => node(name, imports)))

test('units hold every node once, dependencies first, and see what their nodes import', () => {
  fc.assert(
    fc.property(nodes, (list) => {
      const units = toUnits(list)
      expect(units.flatMap((unit) => unit.nodes.map((item) => item.key)).toSorted()).toEqual(
        list.map((item) => item.key).toSorted(),
      )
      const seen = new Set<string>()
      for (const unit of units) {
        for (const id of unit.after) expect(seen.has(id)).toBe(true)
        seen.add(unit.id)
      }
    }),
  )
})

test('a wave holds exactly what reaches the change', () => {
  fc.assert(
    fc.property(nodes, fc.subarray(names), (list, changed) => {
      const keys = changed.map((name) => `acme.x/${name}`)
      const graph = rippleGraph(list)
      const wave = new Set(planWave(list, keys).nodes.map((step) => step.key))
      for (const { key } of list) {
        const below = graph.transitiveDependencies([key])
        expect(wave.has(key)).toBe(keys.some((other) => graph.has(other) && (other === key || below.has(other))))
      }
    }),
  )
})

test('keys do not depend on the order of their parts', () => {
  expect(checkKey('own', { a: '1', b: '2' })).toBe(checkKey('own', { b: '2', a: '1' }))
  expect(checkKey('own', { a: '1', b: '2' })).not.toBe(checkKey('own', { a: '2', b: '1' }))
})
