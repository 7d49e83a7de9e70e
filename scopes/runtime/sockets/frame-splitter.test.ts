import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFrameSplitter } from './frame-splitter.ts'
import { MalformedFrame, parseFrame } from './frames.ts'

function frameOf(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as string)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Cuts `bytes` at these places. */
function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
}

function split(chunks: readonly Buffer[], maxBytes = 1000): { frames: string[]; error?: unknown } {
  const frames: string[] = []
  const take = createFrameSplitter(
    () => maxBytes,
    (text, bytes) => {
      expect(bytes).toBe(Buffer.byteLength(text))
      frames.push(text)
    },
  )
  try {
    for (const chunk of chunks) take(chunk)
    return { frames }
  } catch (error) {
    return { frames, error }
  }
}

const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }))
const cuts = fc.array(fc.nat())

test('frames come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(texts, cuts, (sent, places) => {
      const stream = Buffer.concat(sent.map(frameOf))
      expect(split(chunksOf(stream, places))).toEqual({ frames: sent })
    }),
  )
})

test('any bytes at all are frames or malformed, and what stood before is read', () => {
  fc.assert(
    fc.property(texts, fc.uint8Array({ maxLength: 200 }), cuts, (sent, noise, places) => {
      const stream = Buffer.concat([...sent.map(frameOf), Buffer.from(noise)])
      const { frames, error } = split(chunksOf(stream, places))
      expect(frames.slice(0, sent.length)).toEqual(sent)
      expect(error === undefined || error instanceof MalformedFrame).toBe(true)
    }),
  )
})

test.each([
  ['an empty frame', Buffer.alloc(4), 'an empty frame'],
  ['a length beyond the limit', Buffer.from('7fffffff', 'hex'), 'a frame of 2147483647 bytes, at most 1000 are taken'],
  ['bytes that are no UTF-8', frameOf(Uint8Array.of(0x22, 0xff, 0x22)), 'a frame must be UTF-8'],
])('%s is refused', (_, stream, message) => {
  expect(split([stream]).error).toEqual(new MalformedFrame(message))
})

test('a frame in a thousand pieces is held, not more', () => {
  const text = 'x'.repeat(1000)
  expect(split([...frameOf(text)].map((byte) => Buffer.of(byte)))).toEqual({ frames: [text] })
})

test.each([
  ['no JSON', '{', 'a frame must be JSON'],
  ['no object', '[]', 'a frame must be a JSON object'],
  ['no type', '{}', 'a frame of unknown type'],
  ['a type of the prototype', '{"type":"constructor"}', 'a frame of unknown type'],
  ['no id', '{"type":"reply","payload":1}', 'reply: id is missing or wrong'],
  ['no payload', '{"type":"message","item":"x"}', 'message: payload is missing or wrong'],
  ['half a count', '{"type":"ack","received":1.5,"granted":1}', 'ack: received is missing or wrong'],
  [
    'headers that are no text',
    '{"type":"message","item":"x","payload":1,"headers":{"a":1}}',
    'message: headers is missing or wrong',
  ],
])('%s is no frame', (_, text, message) => {
  expect(() => parseFrame(text)).toThrow(new MalformedFrame(message))
})

function typeOf(text: string): string {
  try {
    return parseFrame(text).type
  } catch (error) {
    return error instanceof MalformedFrame ? 'malformed' : 'a crash'
  }
}

test('any JSON at all is a frame or malformed', () => {
  const types = fc.constantFrom('hello', 'welcome', 'message', 'request', 'reply', 'failure', 'cancel', 'ack', 'close')
  const fields = fc.dictionary(
    fc.constantFrom(
      'id',
      'item',
      'payload',
      'headers',
      'received',
      'granted',
      'resume',
      'code',
      'message',
      'issues',
      'line',
    ),
    fc.jsonValue(),
  )
  fc.assert(
    fc.property(types, fields, (type, rest) => {
      expect([type, 'malformed']).toContain(typeOf(JSON.stringify({ type, ...rest })))
    }),
  )
})

test('a property that would replace a prototype is dropped', () => {
  const frame = parseFrame(
    '{"type":"message","item":"x","payload":{"__proto__":{"admin":true},"\\u005f_proto__":1,"a":1}}',
  )
  expect(frame).toEqual({ type: 'message', item: 'x', payload: { a: 1 } })
  expect(Object.keys((frame as { payload: object }).payload)).toEqual(['a'])
})
