import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameReader, encodeFrame } from './frame.ts'
import { pack, unpack } from './packed.ts'

const head = fc.jsonValue({ maxDepth: 2 })

test('frames come out as they went in, however the stream is cut', () => {
  const frames = fc.array(fc.record({ head, bytes: fc.uint8Array({ maxLength: 50 }) }), { maxLength: 10 })
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map((frame) => encodeFrame(frame.head, frame.bytes)))
      const read = createFrameReader(1_000_000)
      const received: unknown[] = []
      for (let offset = 0, turn = 0; offset < stream.length; turn++) {
        const end = offset + (cuts[turn % cuts.length] ?? 1)
        for (const frame of read(stream.subarray(offset, end))) {
          received.push({ head: frame.head, bytes: [...frame.bytes] })
        }
        offset = end
      }
      const expected = sent.map((frame) => ({
        head: JSON.parse(JSON.stringify(frame.head)) as unknown,
        bytes: [...frame.bytes],
      }))
      expect(received).toEqual(expected)
    }),
  )
})

test('any bytes are frames or an error, never a hang or more memory than allowed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(['frames', 'RangeError', 'SyntaxError']).toContain(outcomeOf(Buffer.from(bytes)))
    }),
  )
})

function outcomeOf(bytes: Buffer): string {
  try {
    createFrameReader(1000)(bytes)
    return 'frames'
  } catch (error) {
    return (error as Error).name
  }
}

test('a message is unpacked as it was packed', () => {
  const message = fc.record({
    id: fc.string({ unit: 'grapheme' }),
    key: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
    headers: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      fc.string(),
      { noNullPrototype: true },
    ),
    body: fc.uint8Array({ maxLength: 50 }),
  })
  fc.assert(
    fc.property(message, ({ key, ...rest }) => {
      expect(unpack(pack({ ...rest, key }))).toEqual(key === undefined ? rest : { ...rest, key })
    }),
  )
})
