import fc from 'fast-check'
import { expect, test } from 'vitest'
import { childTraceparent, createTraceparent, formatTraceparent, parseTraceparent } from './index.ts'

const KNOWN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

test('what is written is read', () => {
  const hex = (length: number) =>
    fc.stringMatching(new RegExp(`^[\\da-f]{${length}}$`)).filter((text) => !/^0+$/.test(text))
  fc.assert(
    fc.property(hex(32), hex(16), fc.constantFrom('00', '01', 'ff'), (traceId, spanId, flags) => {
      const trace = { traceId, spanId, flags }
      expect(parseTraceparent(formatTraceparent(trace))).toEqual(trace)
    }),
  )
})

test('a child has the trace and flags of its parent, and a span of its own', () => {
  const [parent, child] = [parseTraceparent(KNOWN), parseTraceparent(childTraceparent(KNOWN))]
  expect(child).toEqual({ ...parent, spanId: expect.stringMatching(/^[\da-f]{16}$/) })
  expect(child?.spanId).not.toBe(parent?.spanId)
})

test('no parent, a new trace', () => {
  const made = [createTraceparent(), childTraceparent(undefined), childTraceparent('nonsense')]
  expect(new Set(made.map((header) => parseTraceparent(header)?.traceId)).size).toBe(3)
})

test('a later version is read as far as this one goes', () => {
  expect(parseTraceparent(`cc${KNOWN.slice(2)}-more`)).toEqual(parseTraceparent(KNOWN))
})

test.each([
  '',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  `${KNOWN}-more`,
  KNOWN.toUpperCase(),
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`,
  '00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01',
])('%j is no traceparent', (header) => {
  expect(parseTraceparent(header)).toBeUndefined()
})
