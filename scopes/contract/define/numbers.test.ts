import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { decimal, int64, schemas, toDocument } from './index.ts'

// Many cases, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

describe('int64', () => {
  const takes = (text: string): boolean => int64().safeParse(text).success

  test('takes the numbers of 64 bits and no other', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }), (number) => {
        expect(takes(String(number))).toBe(BigInt.asIntN(64, number) === number)
      }),
    )
  })

  test.each([
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['-9223372036854775808', true],
    ['-9223372036854775809', false],
    ['0', true],
    ['-0', false],
    ['01', false],
    ['1.0', false],
    ['1e3', false],
    ['', false],
    ['1\n', false],
  ])('%j: %s', (text, expected) => expect(takes(text)).toBe(expected))

  test('is one named schema, however often it is used', () => {
    const Log = z.object({ from: int64(), to: int64().optional() })
    const { document, diagnostics } = toDocument(schemas({ id: 'acme.shared/log', schemas: { Log } }))
    expect(diagnostics).toEqual([])
    expect(document?.$defs['Log']).toMatchObject({
      properties: { from: { $ref: '#/$defs/Int64' }, to: { $ref: '#/$defs/Int64' } },
    })
  })
})

describe('decimal', () => {
  test.each<[Parameters<typeof decimal>[0], string, boolean]>([
    [{}, '-12.50', true],
    [{}, '0.1', true],
    [{}, '.5', false],
    [{}, '5.', false],
    [{}, '007', false],
    [{}, '1e3', false],
    [{ whole: 2 }, '99', true],
    [{ whole: 2 }, '100', false],
    [{ whole: 1 }, '9', true],
    [{ whole: 1 }, '10', false],
    [{ scale: 2 }, '0.25', true],
    [{ scale: 2 }, '0.255', false],
    [{ scale: 0 }, '5', true],
    [{ scale: 0 }, '5.0', false],
  ])('%j takes %j: %s', (options, text, expected) => expect(decimal(options).safeParse(text).success).toBe(expected))
})
