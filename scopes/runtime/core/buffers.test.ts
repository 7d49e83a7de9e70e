import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type * as buffers from './buffers.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe.each(['with', 'without'])('%s Buffer', (has) => {
  async function load(): Promise<typeof buffers> {
    vi.resetModules()
    if (has === 'without') vi.stubGlobal('Buffer', undefined)
    const loaded = await import('./buffers.ts')
    vi.unstubAllGlobals()
    return loaded
  }
  const bytes = fc.uint8Array({ maxLength: 100 })

  test('base64 is read as it was written, in either alphabet, padded or not', async () => {
    const { fromBase64, toBase64, toBase64Url } = await load()
    fc.assert(
      fc.property(bytes, (given) => {
        const [text, url] = [toBase64(given), toBase64Url(given)]
        expect(text).toBe(Buffer.from(given).toString('base64'))
        expect(url).toBe(Buffer.from(given).toString('base64url'))
        for (const written of [text, text.replace(/=+$/, ''), url]) {
          expect(fromBase64(written)).toEqual(given)
        }
      }),
    )
  })

  test('bytes have a text of hex digits, and one of characters', async () => {
    const { fromBinary, toBinary, toHex } = await load()
    fc.assert(
      fc.property(bytes, (given) => {
        expect(toHex(given)).toBe(Buffer.from(given).toString('hex'))
        expect(toBinary(given)).toBe(Buffer.from(given).toString('latin1'))
        expect(fromBinary(toBinary(given))).toEqual(given)
      }),
    )
    const large = new Uint8Array(1_000_000).fill(200)
    expect(Buffer.compare(fromBinary(toBinary(large)), large)).toBe(0)
  })

  test('a text is as long as it is in UTF-8', async () => {
    const { byteLength } = await load()
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(byteLength(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })
})

test('what is no base64 is nothing', async () => {
  vi.stubGlobal('Buffer', undefined)
  const { fromBase64 } = await import('./buffers.ts')
  expect(fromBase64('§')).toBeUndefined()
})
