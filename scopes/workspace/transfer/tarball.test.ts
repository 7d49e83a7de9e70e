import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packTarball, readTarball, sameTarball } from './tarball.ts'

const path = fc
  .array(fc.stringMatching(/^[a-zé日_-][a-z0-9é日._-]{0,40}$/), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('/'))
const files = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 3000 })), { selector: ([name]) => name })

it('packs the same files into the same bytes, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (entries) => {
      const forward = await packTarball(new Map(entries))
      const backward = await packTarball(new Map(entries.toReversed()))
      expect(Buffer.compare(forward, backward)).toBe(0)
    }),
    { numRuns: 40 },
  )
})

it('reads back what it packed', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (entries) => {
      const read = await readTarball(await packTarball(new Map(entries)))
      const plain = [...read].map(([name, body]) => [name, [...body]]).toSorted()
      expect(plain).toEqual(entries.map(([name, body]) => [name, [...body]]).toSorted())
    }),
    { numRuns: 40 },
  )
})

it('keeps system and date out of the bytes', async () => {
  const tarball = await packTarball(new Map([['index.js', Buffer.from('export {}\n')]]))
  expect([...tarball.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255])
  expect(gunzipSync(tarball).subarray(0, 16).toString()).toBe('package/index.js')
})

it('tells another archive apart', async () => {
  const one = await packTarball(new Map([['a', Buffer.from('1')]]))
  const two = await packTarball(new Map([['a', Buffer.from('2')]]))
  expect(sameTarball(one, one)).toBe(true)
  expect(sameTarball(one, two)).toBe(false)
})
