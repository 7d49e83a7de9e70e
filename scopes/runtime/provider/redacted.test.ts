import { expect, test } from 'vitest'
import { redacted, withoutRedacted } from './redacted.ts'

test('hides what the pointers name, and nothing else', () => {
  const value = { cards: [{ pan: '1', kind: 'a' }, { pan: '2' }], 'a/b': { 'c~d': 3 }, name: 'x', none: null }
  expect(redacted(value, ['/cards/*/pan', '/a~1b/c~0d', '/none/deeper', '/absent'])).toEqual({
    cards: [{ pan: '[redacted]', kind: 'a' }, { pan: '[redacted]' }],
    'a/b': { 'c~d': '[redacted]' },
    name: 'x',
    none: null,
  })
  expect(redacted('secret', [''])).toBe('[redacted]')
  expect(value.cards[0]?.pan).toBe('1')
  expect(withoutRedacted(value, ['/cards', '/none'])).toEqual({ 'a/b': { 'c~d': 3 }, name: 'x' })
})
