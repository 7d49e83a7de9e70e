import { parseComponentId } from '@tessera/core.model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions } from './compare.ts'
import type { VersionContent } from './version-of.ts'

const file = (relativePath: string, hash: string, dev = false) => ({
  file: hash,
  relativePath,
  name: relativePath,
  test: dev,
})
const dependency = (id: string) => ({ id: parseComponentId(id), relativePaths: [] })

const version: VersionContent = {
  files: [file('index.ts', 'a1'), file('lib.ts', 'b1')],
  mainFile: 'index.ts',
  dependencies: [dependency('acme.a/x@1.0.0')],
  devDependencies: [],
  packageDependencies: { zod: '^4.0.0' },
  devPackageDependencies: {},
  peerPackageDependencies: {},
}

test('names every file and field that differs', () => {
  const changed: VersionContent = {
    files: [file('index.ts', 'a2'), file('new.ts', 'c1')],
    mainFile: 'new.ts',
    dependencies: [dependency('acme.a/x@1.0.1')],
    devDependencies: [dependency('acme.a/y@2.0.0')],
    packageDependencies: {},
    devPackageDependencies: { zod: '^4.0.0' },
    peerPackageDependencies: { react: '19' },
  }
  expect(compareVersions(version, changed)).toEqual({
    files: [
      { path: 'index.ts', status: 'modified', from: 'a1', to: 'a2' },
      { path: 'lib.ts', status: 'deleted', from: 'b1' },
      { path: 'new.ts', status: 'added', to: 'c1' },
    ],
    fields: [
      { field: 'main file', from: ['index.ts'], to: ['new.ts'] },
      { field: 'dependencies', from: ['acme.a/x@1.0.0'], to: ['acme.a/x@1.0.1'] },
      { field: 'dev dependencies', from: [], to: ['acme.a/y@2.0.0'] },
      { field: 'package dependencies', from: ['zod@^4.0.0'], to: [] },
      { field: 'dev package dependencies', from: [], to: ['zod@^4.0.0'] },
      { field: 'peer package dependencies', from: [], to: ['react@19'] },
    ],
  })
})

test('the order of things and whether a file is a test make no difference', () => {
  const same: VersionContent = {
    ...version,
    files: [file('lib.ts', 'b1', true), file('index.ts', 'a1')],
    devDependencies: [],
  }
  expect(compareVersions(version, same)).toEqual({ files: [], fields: [] })
})

test('a dependency without a version takes the recorded one', () => {
  const without = { ...version, dependencies: [dependency('acme.a/x')] }
  expect(compareVersions(version, without).fields).toEqual([])
})

test('files that differ are the same from either side', () => {
  const files = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd/e'), fc.constantFrom('1', '2'))
  const of = (record: Record<string, string>): VersionContent => ({
    ...version,
    files: Object.entries(record).map(([path, hash]) => file(path, hash)),
  })
  const mirror = { added: 'deleted', deleted: 'added', modified: 'modified' } as const
  fc.assert(
    fc.property(files, files, (before, after) => {
      const there = compareVersions(of(before), of(after)).files
      const back = compareVersions(of(after), of(before)).files
      expect(back.map(({ path, status }) => [path, mirror[status]])).toEqual(
        there.map((each) => [each.path, each.status]),
      )
      const union = new Set([...Object.keys(before), ...Object.keys(after)])
      expect(there.map((each) => each.path)).toEqual(
        [...union].filter((path) => before[path] !== after[path]).toSorted(),
      )
    }),
  )
})
