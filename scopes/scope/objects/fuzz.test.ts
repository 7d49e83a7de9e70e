import { deflateSync } from 'node:zlib'
import { TesseraError } from '@tessera/core.model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeComponent,
  decodeObject,
  decodeVersion,
  encodeComponent,
  encodeObject,
  encodeVersion,
  sourceHash,
  validateComponent,
  validateVersion,
  versionHash,
  type RawObject,
  type VersionObject,
} from './index.ts'

const body = Buffer.from('export const answer = 42\n')
const version: VersionObject = {
  files: [{ file: sourceHash(body), relativePath: 'src/index.ts', name: 'index.ts', test: false }],
  mainFile: 'src/index.ts',
  bindingPrefix: '@acme',
  schema: '1.0.0',
  log: { message: 'first', date: '1700000000000', username: 'ana', email: 'ana@acme.dev' },
  dependencies: [{ id: { scope: 'acme.x', name: 'money', version: '1.2.0' }, relativePaths: [] }],
  devDependencies: [],
  flattenedDependencies: [{ scope: 'acme.x', name: 'money', version: '1.2.0' }],
  packageDependencies: { zod: '^4.0.0' },
  devPackageDependencies: {},
  peerPackageDependencies: {},
  extensions: [{ name: 'teambit.envs/envs', config: {}, data: { id: 'teambit.harmony/node' } }],
  parents: ['a'.repeat(40)],
  rest: { buildStatus: 'succeed', bitVersion: '2.2.6' },
}
const hash = versionHash(version)
const component = { scope: 'acme.x', name: 'answer', versions: { '1.0.0': hash }, head: hash, schema: '1.0.0' }
const objects: readonly RawObject[] = [
  { type: 'Source', hash: sourceHash(body), body },
  encodeVersion(version),
  encodeComponent(component),
]

/** Decodes as far as it goes; anything but an error of ours is a defect. */
function decode(file: Uint8Array, of?: string): void {
  try {
    const object = decodeObject(file, of)
    if (object.type === 'Version') validateVersion(decodeVersion(object), { hash: object.hash })
    if (object.type === 'Component') validateComponent(decodeComponent(object))
  } catch (error) {
    if (!(error instanceof TesseraError) || error.code !== 'CORRUPT_OBJECT') throw error
  }
}

describe('whatever lies in an object file, decoding ends with an object or with CORRUPT_OBJECT', () => {
  test('any bytes', () => {
    expect(() => fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => decode(bytes)))).not.toThrow()
  })

  test('real objects with flipped, lost and added bytes, of the file and of what it inflates to', () => {
    const damage = fc.record({
      at: fc.nat(),
      mask: fc.integer({ min: 1, max: 255 }),
      cut: fc.nat(),
      extra: fc.uint8Array(),
    })
    const damaged = (data: Buffer, how: { at: number; mask: number; cut: number; extra: Uint8Array }): Buffer => {
      const next = Buffer.concat([data.subarray(0, data.length - (how.cut % 20)), how.extra])
      if (next.length > 0) next[how.at % next.length] = (next[how.at % next.length] as number) ^ how.mask
      return next
    }
    const property = fc.property(fc.constantFrom(...objects), damage, fc.boolean(), (object, how, isInside) => {
      const inflated = Buffer.concat([Buffer.from(`${object.type} ${object.hash} 1\0`), object.body])
      decode(isInside ? deflateSync(damaged(inflated, how)) : damaged(encodeObject(object), how), object.hash)
    })
    expect(() => fc.assert(property, { numRuns: 600 })).not.toThrow()
  })

  test('any JSON as a body', () => {
    const type = fc.constantFrom('Version' as const, 'Component' as const)
    const fields = fc.constantFrom(
      'files',
      'log',
      'dependencies',
      'parents',
      'versions',
      'state',
      'remotes',
      'head',
      'name',
    )
    const record = fc.dictionary(fc.oneof(fields, fc.constant('__proto__'), fc.string()), fc.jsonValue())
    const property = fc.property(type, record, (kind, changes) => {
      const base = JSON.parse(String((kind === 'Version' ? objects[1] : objects[2])?.body)) as object
      const text = JSON.stringify({ ...base, ...changes })
      decode(deflateSync(Buffer.from(`${kind} ${hash} 1\0${text}`)))
    })
    expect(() => fc.assert(property, { numRuns: 600 })).not.toThrow()
  })
})

test('a Source that decodes is the one of its hash, however its file was damaged', () => {
  const [source] = objects as readonly [RawObject]
  const file = encodeObject(source)
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const flipped = Buffer.from(file)
      flipped[at] = (flipped[at] as number) ^ mask
      const found = ((): Buffer => {
        try {
          return decodeObject(flipped, source.hash).body
        } catch {
          return body
        }
      })()
      expect(found).toEqual(body)
    }),
    { numRuns: 500 },
  )
})
