import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { didYouMean, formatId, packageName, packageVersion, parseComponentId } from './index.ts'

const word = fc.stringMatching(/^[-_a-z0-9]{2,8}$/)
const id = fc
  .record({
    owner: word,
    scope: word,
    name: fc.array(word, { minLength: 1, maxLength: 3 }),
    version: fc.option(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { nil: undefined }),
  })
  .map((parts) => ({
    scope: `${parts.owner}.${parts.scope}`,
    name: parts.name.join('/'),
    ...(parts.version ? { version: parts.version.join('.') } : {}),
  }))

describe('component ids', () => {
  test('read what they write', () => {
    fc.assert(
      fc.property(id, (value) => {
        expect(parseComponentId(formatId(value))).toEqual(value)
      }),
    )
  })

  test.each([
    '',
    'a',
    'orders',
    '/x',
    'acme.orders/',
    'Acme.orders/x',
    'a.b.c/x',
    'acme.orders/x//y',
    'acme.orders/../x',
  ])('refuse %j', (text) =>
    expect(() => parseComponentId(text)).toThrow(expect.objectContaining({ code: 'INVALID_ID' })),
  )

  test('refuse what is no version', () => {
    expect(() => parseComponentId('acme.a/b@1.x')).toThrow(expect.objectContaining({ code: 'INVALID_VERSION' }))
  })

  test('"latest" is no version', () => {
    expect(parseComponentId('acme.a/b@latest')).toEqual({ scope: 'acme.a', name: 'b' })
  })
})

test('package names follow Bit', () => {
  expect(packageName({ scope: 'acme.orders', name: 'orders-api/client' })).toBe('@acme/orders.orders-api.client')
  expect(packageName({ scope: 'design', name: 'button' })).toBe('@design/button')
  expect(packageVersion(undefined)).toBe('0.0.1-new')
  expect(packageVersion('a'.repeat(40))).toBe(`0.0.0-${'a'.repeat(40)}`)
})

test('suggestions are near, or none', () => {
  expect(didYouMean('statsu', ['status', 'show'])).toBe('status')
  expect(didYouMean('txet', ['test', 'text'])).toBe('text')
  expect(didYouMean('xyz', ['status', 'show'])).toBeUndefined()
})
