import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentKey, formatId } from '@tessera/core.model'
import { sourceHash, versionHash, type ComponentObject, type VersionObject } from '@tessera/scope.objects'
import { initScope, type ObjectBatch } from '@tessera/scope.store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRemote, type Breakage, type Remote } from './index.ts'

let dir: string
let remote: Remote
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tessera-index-'))
  await initScope(dir, { name: 'acme.x', bare: true })
  remote = await openRemote(`file://${dir}`)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const index = (): string => readFileSync(join(dir, 'tessera/dependents.json'), 'utf8')

interface Next {
  readonly files?: Readonly<Record<string, string>>
  readonly on?: readonly string[]
  readonly date: number
  readonly before?: ComponentObject
  readonly removed?: boolean
}

/** A batch with one more version of a component. */
function next(name: string, tag: string, { files = {}, on = [], date, before, removed = false }: Next): ObjectBatch {
  const texts = { 'index.ts': `export const at = ${date}\n`, ...files }
  const sources = Object.values(texts).map((text) => ({ hash: sourceHash(Buffer.from(text)), body: Buffer.from(text) }))
  const dependencies = on.map((id) => {
    const [key = '', version = ''] = id.split('@')
    const [scope = '', other = ''] = key.split('/')
    return { id: { scope, name: other, version }, relativePaths: [] }
  })
  const version: VersionObject = {
    files: Object.entries(texts).map(([path, text]) => ({
      ...{ file: sourceHash(Buffer.from(text)), relativePath: path, name: path, test: false },
    })),
    mainFile: 'index.ts',
    bindingPrefix: '@acme',
    schema: '1.0.0',
    log: { message: '', date: String(date), username: 'a', email: 'a@b.c' },
    dependencies,
    devDependencies: [],
    flattenedDependencies: dependencies.map(({ id }) => id),
    packageDependencies: {},
    devPackageDependencies: {},
    peerPackageDependencies: {},
    extensions: removed ? [{ name: 'teambit.component/remove', config: { removed: true }, data: {} }] : [],
    parents: before?.head === undefined ? [] : [before.head],
  }
  const hash = versionHash(version)
  const component = {
    name,
    scope: 'acme.x',
    bindingPrefix: '@acme',
    schema: '1.0.0',
    head: hash,
    versions: { ...before?.versions, [tag]: hash },
  }
  return { sources, versions: [{ hash, version }], components: [component] }
}

test('a push keeps the index, which tells of each head what it depends on and was made from', async () => {
  const derived = JSON.stringify({ contract: 'acme.y/api/contract', part: 'types', files: {} })
  const first = next('types', '0.0.1', { date: 1, on: ['acme.z/money@1.0.0'], files: { 'derived.json': derived } })
  await remote.push(first)
  const written = index()
  const [entry] = await remote.graph()
  expect(index()).toBe(written)
  expect(entry).toMatchObject({ date: 1, madeFrom: 'acme.y/api/contract', head: first.versions[0]?.hash })
  expect(entry?.dependencies.map(formatId)).toEqual(['acme.z/money@1.0.0'])
  await remote.push(next('types', '0.0.2', { date: 2, before: first.components[0] as ComponentObject, removed: true }))
  const [gone] = await remote.graph()
  expect(gone).toMatchObject({ date: 2, dependencies: [], removed: true })
  expect(gone).not.toHaveProperty('madeFrom')
})

test('the documents of a contract are told with the version that each came with', async () => {
  const document = (text: string): Readonly<Record<string, string>> => ({ 'contract.json': text })
  const one = next('api/contract', '0.1.0', { date: 10, files: document('{"a":1}') })
  const two = next('api/contract', '0.1.1', {
    date: 20,
    files: document('{"a":1}'),
    before: one.components[0] as ComponentObject,
  })
  const three = next('api/contract', '0.2.0', {
    date: 30,
    files: document('{"a":2}'),
    before: two.components[0] as ComponentObject,
  })
  for (const batch of [one, two, three]) await remote.push(batch)
  const spans = [
    { hash: sourceHash(Buffer.from('{"a":2}')), version: three.versions[0]?.hash, since: 30 },
    { hash: sourceHash(Buffer.from('{"a":1}')), version: one.versions[0]?.hash, since: 10 },
  ]
  expect((await remote.graph())[0]?.documents).toEqual(spans)
  rmSync(join(dir, 'tessera'), { recursive: true })
  expect((await remote.graph())[0]?.documents).toEqual(spans)
})

test('a lost, damaged or foreign index is made again', async () => {
  await remote.push(next('one', '0.0.1', { date: 1, on: ['acme.z/money@1.0.0'] }))
  const [kept, before] = [index(), await remote.graph()]
  for (const text of [
    '',
    '[]',
    '{"format":2}',
    '{"format":1,"components":{"acme.x/one":{"head":"x","date":1,"dependencies":["?"]}}}',
    kept.replace('acme.x/one', 'acme.x/two'),
  ]) {
    writeFileSync(join(dir, 'tessera/dependents.json'), text)
    expect(await remote.graph()).toEqual(before)
    expect(index()).toBe(kept)
  }
})

test('a breakage is about one head, and goes with it', async () => {
  const first = next('one', '0.0.1', { date: 1 })
  await remote.push(first)
  const broken: Breakage = {
    id: 'acme.x/one@0.0.1',
    updates: [{ id: 'acme.z/money', from: '1.0.0', to: '2.0.0' }],
    diagnostics: [],
  }
  const id = { scope: 'acme.x', name: 'one' }
  await remote.setBreakage(id, broken)
  expect(await remote.breakages()).toEqual([broken])
  await remote.setBreakage(id, undefined)
  expect(await remote.breakages()).toEqual([])
  await remote.setBreakage(id, { ...broken, id: 'acme.x/one@0.0.9' })
  expect(await remote.breakages()).toEqual([])
  await remote.setBreakage(id, broken)
  const [component] = first.components
  await remote.push(next('one', '0.0.2', { date: 2, before: component as ComponentObject }))
  expect(await remote.breakages()).toEqual([])
  expect((await remote.list()).map(componentKey)).toEqual(['acme.x/one'])
})
