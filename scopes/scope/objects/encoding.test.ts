import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { componentHash, decodeObject, encodeObject, MAX_OBJECT_BYTES, objectPath, sourceHash } from './index.ts'

const text = 'export const answer = 42;\n'
const hash = 'aa6d0212cb9139788d78741b759160f2aae493b3'
const file = Buffer.from(
  '789c05c1c10d80200c0040df4ed11168410a314ee10405ea130c60747cefcef6f4ac20e28b21a49c22dac821140eec30f116d19b8b44d4459b2c905ff4bb5b9f905b1d13a48e573b1ce0685f7f61f8163f',
  'hex',
)

describe('a file that Bit wrote', () => {
  test('is read', () => {
    expect(decodeObject(file, hash)).toEqual({ type: 'Source', hash, body: Buffer.from(text) })
  })

  test('is written the same, byte for byte', () => {
    expect(encodeObject({ type: 'Source', hash: sourceHash(Buffer.from(text)), body: Buffer.from(text) })).toEqual(file)
  })

  test('has its name from its content, a component from its id', () => {
    expect(sourceHash(Buffer.from(text))).toBe(hash)
    expect(objectPath(hash)).toBe('aa/6d0212cb9139788d78741b759160f2aae493b3')
    expect(componentHash({ scope: 'acme.contracts', name: 'answer', version: '1.0.0' })).toBe(
      'e638d2d043d52a52db95a677179fbdaeafaf32e5',
    )
  })
})

test('any bytes come back as they were, and are stored the same each time', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const body = Buffer.from(bytes)
      const object = { type: 'Source' as const, hash: sourceHash(body), body }
      expect(decodeObject(encodeObject(object), object.hash)).toEqual(object)
      expect(encodeObject(object)).toEqual(encodeObject({ ...object, body: Buffer.from(body) }))
    }),
  )
})

test('a body may hold what looks like a header', () => {
  const body = Buffer.from(`Source ${hash} 1\0x`)
  expect(decodeObject(encodeObject({ type: 'Source', hash: sourceHash(body), body })).body).toEqual(body)
})

describe('what is no object', () => {
  const other = 'b'.repeat(40)
  test.each<[string, Buffer, string | undefined, RegExp]>([
    ['an empty file', Buffer.alloc(0), hash, /object aa6d.* is corrupt: its file is empty/],
    ['half a file', file.subarray(0, 40), hash, /unexpected end of file/],
    ['no zlib', Buffer.from('Source'), hash, /unknown compression method/],
    ['a flipped bit', flip(file, 60), hash, /corrupt/],
    ['no header', deflateSync(Buffer.from('abc')), undefined, /no header/],
    ['an unknown type', deflateSync(Buffer.from(`Blob ${hash} 1\0a`)), undefined, /"Blob" is no type/],
    ['a Version without its hash', deflateSync(Buffer.from('Version 2\0{}')), other, /content is that of|no hash/],
    ['a Source under another name', file, other, /content is that of Source aa6d/],
    ['a Version under another name', deflateSync(Buffer.from(`Version ${hash} 2\0{}`)), other, /that of Version aa6d/],
  ])('%s', (_what, bytes, name, message) => {
    expect(() => decodeObject(bytes, name)).toThrow(
      expect.objectContaining({
        code: 'CORRUPT_OBJECT',
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    )
  })

  test('a small file that would fill the memory', () => {
    const bomb = deflateSync(Buffer.alloc(MAX_OBJECT_BYTES + 1), { level: 1 })
    expect(() => decodeObject(bomb)).toThrow(/inflates to more than/)
  })
})

function flip(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(index) ^ 0x10, index)
  return copy
}
