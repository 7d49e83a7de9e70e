import fc from 'fast-check'
import { sha1, type ComponentId } from '@tessera/core.model'
import { describe, expect, test } from 'vitest'
import {
  decodeObject,
  decodeVersion,
  encodeObject,
  encodeVersion,
  referencedSources,
  sourceHash,
  validateVersion,
  versionHash,
} from './index.ts'
import type { RawObject, VersionObject } from './index.ts'

const anyHash = fc.stringMatching(/^[0-9a-f]{40}$/)
const word = fc.stringMatching(/^[a-z][-_a-z0-9]{1,7}$/)
const tag = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join('.'))
const anyId: fc.Arbitrary<ComponentId> = fc
  .record({ scope: word, name: word, version: tag })
  .map(({ scope, name, version }) => ({ scope: `acme.${scope}`, name, version }))
const packages = fc.dictionary(word, fc.constantFrom('^1.0.0', '2.x', '*'), { maxKeys: 3, noNullPrototype: true })
const dependency = anyId.map((found) => ({ id: found, relativePaths: [] }))

/** Any Version, with fields that this generation does not know. */
const anyVersion: fc.Arbitrary<VersionObject> = fc.record({
  files: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).map((names) =>
    names.map((name) => ({
      file: sourceHash(Buffer.from(name)),
      relativePath: `${name}.ts`,
      name: `${name}.ts`,
      test: false,
    })),
  ),
  mainFile: word,
  bindingPrefix: fc.constant('@acme'),
  schema: fc.constant('1.0.0'),
  log: fc.record({ message: fc.string(), date: fc.nat().map(String), username: word, email: word }),
  dependencies: fc.array(dependency, { maxLength: 3 }),
  devDependencies: fc.array(dependency, { maxLength: 2 }),
  flattenedDependencies: fc.array(anyId, { maxLength: 4 }),
  packageDependencies: packages,
  devPackageDependencies: packages,
  peerPackageDependencies: packages,
  extensions: fc.array(fc.record({ name: word, config: fc.constant({}), data: fc.dictionary(word, fc.string()) }), {
    maxLength: 2,
  }),
  parents: fc.array(anyHash, { maxLength: 2 }),
  rest: fc.record({ buildStatus: fc.constant('succeed'), overrides: fc.constant({}), unheardOf: fc.string() }),
})

const file = 'aa6d0212cb9139788d78741b759160f2aae493b3'
const money = { scope: 'acme.shared', name: 'money/types', version: '1.2.0' }
const order: VersionObject = {
  files: [{ file, relativePath: 'index.ts', name: 'index.ts', test: false }],
  mainFile: 'index.ts',
  bindingPrefix: '@acme',
  log: { message: 'first', date: '1700000000000', username: 'ana', email: 'ana@acme.dev' },
  dependencies: [{ id: money, relativePaths: [] }],
  devDependencies: [],
  flattenedDependencies: [money],
  packageDependencies: { zod: '^4.0.0' },
  devPackageDependencies: {},
  peerPackageDependencies: {},
  extensions: [],
  parents: [],
}

test('a version comes back as it was, unknown fields with it', () => {
  fc.assert(
    fc.property(anyVersion, (version) => {
      const object = encodeVersion(version)
      expect(decodeVersion(decodeObject(encodeObject(object), object.hash))).toEqual(version)
      expect(encodeVersion(decodeVersion(object)).body).toEqual(object.body)
    }),
  )
})

test('fields are in the order of Bit', () => {
  const { type, body } = encodeVersion({ ...order, rest: { unheardOf: 1, buildStatus: 'succeed', docs: [] } })
  expect(type).toBe('Version')
  expect(body.toString()).toBe(
    `{"files":[{"file":"${file}","relativePath":"index.ts","name":"index.ts","test":false}],"mainFile":"index.ts",` +
      '"bindingPrefix":"@acme","schema":"1.0.0",' +
      '"log":{"message":"first","date":"1700000000000","username":"ana","email":"ana@acme.dev"},"docs":[],' +
      '"dependencies":[{"id":{"scope":"acme.shared","name":"money/types","version":"1.2.0"},"relativePaths":[]}],' +
      '"devDependencies":[],"flattenedDependencies":[{"scope":"acme.shared","name":"money/types","version":"1.2.0"}],' +
      '"extensions":[],"packageDependencies":{"zod":"^4.0.0"},"devPackageDependencies":{},"peerPackageDependencies":{},' +
      '"buildStatus":"succeed","parents":[],"unheardOf":1}',
  )
})

describe('the hash', () => {
  const plain =
    `{"mainFile":"index.ts","files":[{"file":"${file}","relativePath":"index.ts","name":"index.ts","test":false}],` +
    '"log":{"message":"first","date":"1700000000000","username":"ana","email":"ana@acme.dev"},' +
    '"dependencies":[{"id":"acme.shared/money/types@1.2.0","relativePaths":[]}],"packageDependencies":{"zod":"^4.0.0"},' +
    '"bindingPrefix":"@acme"}'

  test('is that of the fields that Bit 14 takes', () => {
    expect(versionHash(order)).toBe(sha1(plain))
    expect(encodeVersion(order).hash).toBe(sha1(plain))
  })

  test('has the fields that may be empty only where they are not', () => {
    const full: VersionObject = {
      ...order,
      devDependencies: [{ id: { scope: 'acme.dev', name: 'kit', version: '1.0.0' }, relativePaths: [] }],
      devPackageDependencies: { vitest: '4.1.12' },
      peerPackageDependencies: { react: '19' },
      rest: { overrides: { dependencies: { a: '-' } } },
    }
    const text = plain
      .replace(
        ',"packageDependencies"',
        ',"devDependencies":[{"id":"acme.dev/kit@1.0.0","relativePaths":[]}],"packageDependencies"',
      )
      .replace(
        ',"bindingPrefix":"@acme"',
        ',"devPackageDependencies":{"vitest":"4.1.12"},"peerPackageDependencies":{"react":"19"},"bindingPrefix":"@acme","overrides":{"dependencies":{"a":"-"}}',
      )
    expect(versionHash(full)).toBe(sha1(text))
  })

  test('takes the prefix @bit where there is none', () => {
    const { bindingPrefix: _, ...bare } = order
    expect(versionHash(bare)).toBe(sha1(plain.replace('@acme"', '@bit"')))
  })

  test('survives the disk, whoever wrote the version', () => {
    fc.assert(
      fc.property(anyVersion, (version) => {
        expect(versionHash(decodeVersion(encodeVersion(version)))).toBe(versionHash(version))
      }),
    )
  })

  test('may be another, as in scopes of Bit 2', () => {
    const hash = 'e'.repeat(40)
    expect(decodeObject(encodeObject(encodeVersion(order, hash)), hash).hash).toBe(hash)
  })
})

describe('versions of other generations', () => {
  const read = (change: object): VersionObject => decodeVersion(raw({ files: [], mainFile: 'a', log: {}, ...change }))

  test('ids may be strings, or have a box', () => {
    const version = read({
      dependencies: ['old.scope/ui/button@0.0.3', { id: 'old.scope/icon@1.0.0', relativePaths: [] }],
      devDependencies: [{ id: { scope: 'old.scope', box: 'ui', name: 'kit', version: '2.0.0' } }],
      flattenedDependencies: ['old.scope/icon@1.0.0', { scope: 'old.scope', name: 'plain', version: '1.0.0' }],
    })
    expect(version.dependencies.map(({ id }) => id)).toEqual([
      { scope: 'old.scope', name: 'ui/button', version: '0.0.3' },
      { scope: 'old.scope', name: 'icon', version: '1.0.0' },
    ])
    expect(version.devDependencies[0]).toEqual({
      id: { scope: 'old.scope', name: 'ui/kit', version: '2.0.0' },
      relativePaths: [],
    })
    expect(version.flattenedDependencies.map(({ name }) => name)).toEqual(['icon', 'plain'])
  })

  test('relative paths of legacy dependencies are part of the hash and are kept', () => {
    const path = { sourceRelativePath: 'a.js', destinationRelativePath: 'b.js', importSpecifiers: [] }
    const version = read({ dependencies: [{ id: 'old.scope/icon@1.0.0', relativePaths: [path] }] })
    expect(version.dependencies[0]?.relativePaths).toEqual([path])
    expect(JSON.parse(encodeVersion(version).body.toString())).not.toHaveProperty('schema')
    expect(versionHash(version)).not.toBe(versionHash({ ...version, dependencies: [] }))
  })

  test('what is missing is empty', () => {
    expect(read({})).toMatchObject({
      dependencies: [],
      packageDependencies: {},
      extensions: [],
      parents: [],
      log: { message: '' },
    })
  })

  test('flattened dependencies that are stored apart stay there', () => {
    const version = read({ flattenedDependenciesRef: file, flattenedEdgesRef: 'b'.repeat(40) })
    expect(JSON.parse(encodeVersion(version).body.toString())).not.toHaveProperty('flattenedDependencies')
    expect(referencedSources(version)).toEqual({ files: [], extras: [file, 'b'.repeat(40)] })
  })

  test.each<[string, object, RegExp]>([
    ['no log', { log: undefined }, /the log of Version .* is no JSON object/],
    ['no main file', { mainFile: undefined }, /"mainFile" is missing/],
    ['a file without hash', { files: [{ name: 'a', relativePath: 'a' }] }, /"file" is missing/],
    ['an id that is none', { dependencies: ['button'] }, /"button" is no component id/],
    ['an id without scope', { flattenedDependencies: [{ name: 'a' }] }, /no scope/],
    ['packages that are none', { packageDependencies: [] }, /"packageDependencies" is no map/],
  ])('refuses %s', (_what, change, message) => {
    expect(() => read(change)).toThrow(
      expect.objectContaining({ code: 'CORRUPT_OBJECT', message: expect.stringMatching(message) }),
    )
  })
})

describe('what Bit would refuse', () => {
  const id = { scope: 'acme.orders', name: 'order', version: '1.0.0' }
  const [index] = order.files as [VersionObject['files'][0]]

  test('nothing of a sound version', () => {
    expect(validateVersion(order, { id, hash: versionHash(order) })).toEqual([])
  })

  test.each<[string, Partial<VersionObject>, RegExp]>([
    ['no such main file', { mainFile: 'main.ts' }, /main file "main.ts" is not among its files/],
    ['a file without hash', { files: [{ ...index, file: '' }] }, /file "index.ts" has no hash/],
    ['a file without name', { files: [{ ...index, name: '' }] }, /file "index.ts" has no name/],
    [
      'files that differ in case',
      { files: [index, { ...index, relativePath: 'INDEX.ts' }] },
      /two of its files are called "index.ts"/,
    ],
    ['a path that leaves', { files: [index, { ...index, relativePath: '../a.ts' }] }, /"..\/a.ts" is no path/],
    ['a path for Windows', { files: [index, { ...index, relativePath: 'a\\b.ts' }] }, /is no path/],
    ['a date that is none', { log: { ...order.log, date: 'today' } }, /date "today"/],
    ['no flattened dependencies', { flattenedDependencies: [] }, /no flattened dependencies/],
    ['a range as dependency', { flattenedDependencies: [{ ...money, version: '^1.0.0' }] }, /no exact version/],
    ['itself', { flattenedDependencies: [id] }, /it depends on itself/],
    ['a dependency twice', { devDependencies: order.dependencies }, /both a dependency and a dev dependency/],
    ['a package name that npm refuses', { packageDependencies: { 'a b': '1' } }, /"a b" is no npm package name/],
    ['a parent that is no hash', { parents: ['1.0.0'] }, /its parent "1.0.0" is no hash/],
    ['itself as parent', { parents: ['f'.repeat(40)] }, /it is its own parent/],
    ['an extension twice', { extensions: [{ name: 'a' }, { name: 'a' }] }, /extension a is listed twice/],
    ['a bitVersion that is none', { rest: { bitVersion: 'new' } }, /bitVersion "new"/],
    [
      'an extension that is no dependency',
      {
        rest: { bitVersion: '2.2.6' },
        extensions: [{ extensionId: { scope: 'acme.envs', name: 'ts', version: '1.0.0' } }],
      },
      /extension acme.envs\/ts is not among the flattened dependencies/,
    ],
    [
      'relative paths',
      { schema: '1.0.0', dependencies: [{ id: money, relativePaths: [{}] }] },
      /has relative paths, which schema 1.0.0 has not/,
    ],
  ])('%s', (_what, change, message) => {
    const found = validateVersion({ ...order, ...change }, { id, hash: 'f'.repeat(40) })
    expect(found.map((diagnostic) => diagnostic.message)).toEqual([expect.stringMatching(message)])
    expect(found[0]).toMatchObject({ code: 'INVALID_OBJECT', node: 'acme.orders/order' })
  })
})

function raw(body: object): RawObject {
  return { type: 'Version', hash: 'a'.repeat(40), body: Buffer.from(JSON.stringify(body)) }
}
