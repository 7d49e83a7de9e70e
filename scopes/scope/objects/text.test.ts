import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseText } from './index.ts'

test('every end of line becomes LF', () => {
  expect(normaliseText(Buffer.from('a\r\nb\rc\n\r\n')).toString()).toBe('a\nb\nc\n\n')
  expect(normaliseText(Buffer.from('größe: 5 €\r\n')).toString()).toBe('größe: 5 €\n')
})

test('binary files stay as they are', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  expect(normaliseText(png)).toEqual(png)
})

test('what is normal stays normal', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\r', '\n', 'é', '€') }), (text) => {
      const once = normaliseText(Buffer.from(text))
      expect(once.includes('\r')).toBe(false)
      expect(normaliseText(once)).toEqual(once)
      expect(once.toString()).toBe(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'))
    }),
  )
})
