import { componentKey, formatId, packageName, parseComponentId, type ComponentId } from '@tessera/core.model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closureOf, type Closure } from './closure.ts'
import type { VendoredComponent } from './vendored.ts'

type World = Readonly<Record<string, readonly string[]>>

interface Ask {
  readonly world: World
  readonly roots: readonly string[]
  readonly fresh?: readonly string[]
  readonly sources?: readonly string[]
}

function closure({ world, roots, fresh = [], sources = [] }: Ask): Promise<Closure> {
  const describeId = (id: ComponentId): VendoredComponent => ({
    id,
    hash: 'hash',
    dependencies: (world[formatId(id)] ?? []).map(parseComponentId),
    packages: {},
  })
  return closureOf({
    requirements: [
      ...roots.map((id) => ({ id: parseComponentId(id), by: 'test', fresh: false })),
      ...fresh.map((id) => ({ id: parseComponentId(id), by: 'test', fresh: true })),
    ],
    sources: new Set(sources),
    describe: async (wanted) => wanted.map(({ id }) => describeId(id)),
  })
}

const names = (result: Closure) => result.entries.map(({ name }) => name)

describe('closureOf', () => {
  it('follows dependencies, and stops at what the workspace holds as source', async () => {
    const world = { 'a.b/x@1.0.0': ['a.b/y@1.0.0'], 'a.b/y@1.0.0': ['a.b/z@1.0.0'] }
    expect(names(await closure({ world, roots: ['a.b/x@1.0.0'] }))).toEqual(['@a/b.x', '@a/b.y', '@a/b.z'])
    expect(names(await closure({ world, roots: ['a.b/x@1.0.0'], sources: ['a.b/y'] }))).toEqual(['@a/b.x'])
  })

  it('takes the fresh version of what sources need, else the newest', async () => {
    const two = ['a.b/x@1.9.0', 'a.b/x@1.10.0']
    expect((await closure({ world: {}, roots: two })).entries.map(({ component }) => component.id.version)).toEqual([
      '1.10.0',
    ])
    const chosen = await closure({ world: {}, roots: two, fresh: ['a.b/x@1.2.0'] })
    expect(chosen.entries.map(({ component }) => component.id.version)).toEqual(['1.2.0'])
  })

  it('leads every dependent of a package with two versions to its own', async () => {
    const world = { 'a.b/old@1.0.0': ['a.b/t@1.0.0'], 'a.b/new@1.0.0': ['a.b/t@2.0.0'] }
    const result = await closure({ world, roots: ['a.b/old@1.0.0', 'a.b/new@1.0.0'] })
    expect(names(result)).toEqual(['@a/b.new', '@a/b.old', '@a/b.t', '@a/b.t__1.0.0'])
    expect(result.overrides).toEqual({
      '@a/b.new': { '@a/b.t': '$@a/b.t' },
      '@a/b.old': { '@a/b.t': '$@a/b.t__1.0.0' },
    })
  })

  it('lists each version once, every dependency of it, and every package under its own name once', async () => {
    const version = fc.constantFrom('1.0.0', '1.1.0', '2.0.0')
    const id = fc.tuple(fc.constantFrom('p', 'q', 'r', 's'), version).map(([name, v]) => `a.b/${name}@${v}`)
    const world = fc.dictionary(id, fc.uniqueArray(id, { maxLength: 3 }))
    await fc.assert(
      fc.asyncProperty(world, fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), async (graph, roots) => {
        const { entries, overrides } = await closure({ world: graph, roots })
        const ids = entries.map(({ component }) => formatId(component.id))
        expect(new Set(ids).size).toBe(ids.length)
        expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length)
        const keys = new Set(entries.map(({ component }) => componentKey(component.id)))
        for (const key of keys) {
          expect(entries.filter(({ name }) => name === packageName(parseComponentId(key)))).toHaveLength(1)
        }
        for (const { component } of entries) {
          for (const dependency of component.dependencies) expect(ids).toContain(formatId(dependency))
        }
        const listed = new Set(entries.map(({ name }) => name))
        const targets = Object.values(overrides).flatMap((rules) => Object.values(rules))
        for (const target of targets) expect(listed).toContain(target.slice(1))
      }),
      { numRuns: 200 },
    )
  })
})
