import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFormat } from './index.ts'

interface Oracle {
  readonly fullFormats: Readonly<
    Record<string, RegExp | ((value: string) => boolean) | { readonly validate: (value: string) => boolean }>
  >
}
const { fullFormats } = createRequire(import.meta.url)('ajv-formats/dist/formats.js') as Oracle

function ajvHolds(format: string, value: string): boolean {
  const definition = fullFormats[format]
  if (definition instanceof RegExp) return definition.test(value)
  if (typeof definition === 'function') return definition(value)
  if (definition === undefined) throw new Error(`ajv-formats knows no ${format}`)
  return definition.validate(value)
}

/** Pieces that make near misses: strings of them are often almost valid. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  date: ['2024', '1900', '2000', '2023', '-', '-', '02', '29', '30', '31', '04', '12', '13', '00', '-02-29'],
  time: ['12', '23', '59', '60', '00', ':', ':', '.5', 'Z', 'z', '+', '-', '01', '23:59:60', '+01:00', '-0100', '24'],
  'date-time': ['2024-02-29', '2023-02-29', 'T', 't', ' ', '12:00:00', '23:59:60', 'Z', '+05:30', '-00:30', '.123'],
  duration: ['P', 'T', '1', '22', 'Y', 'M', 'D', 'H', 'S', 'W', '.', 'P1Y', 'T1H'],
  email: ['a', 'b.c', '@', '@', '.', '-', 'x-y', 'com', '+', 'ü', ' ', '"', '1'],
  hostname: ['a', 'b-c', '-', '.', 'x'.repeat(63), 'y'.repeat(61), 'com', '_', '0', 'ü'],
  ipv4: ['1', '0', '01', '255', '256', '99', '.', '.', '.', '-'],
  ipv6: ['1', 'ffff', 'fffff', '::', ':', ':', '0', '1.2.3.4', '1.2.3.256', 'g', '%', '01.2.3.4'],
  uri: [
    'http',
    ':',
    '//',
    '/',
    'a',
    '%41',
    '%4',
    '?',
    '#',
    '[',
    ']',
    '::1',
    '@',
    ':80',
    '"',
    ' ',
    'v1.a',
    '[::1]',
    'é',
  ],
  uuid: ['urn:uuid:', '12345678', '1234', '-', '-', '123456789abc', '12345678-1234-1234-1234-123456789abc', 'G'],
  'json-pointer': ['/', '~', '0', '1', 'a', '~0', '~1', 'é'],
  regex: ['a', '(', ')', '[', ']', '*', '+', '\\', 'Z', '\\Z', '{1,2}', '^', '$', '(?=', '(?<n>'],
  byte: ['AAAA', 'AA==', 'AAA=', 'A', '=', '+', '/', '-', '_'],
}
const named = [...Object.keys(PIECES), 'uri-reference']
const pieces = (format: string): readonly string[] => PIECES[format === 'uri-reference' ? 'uri' : format] ?? []

/** Where ajv takes hours and minutes that no clock shows, in a leap second. */
const ajvErrs = (format: string, value: string): boolean =>
  format.includes('time') && /(?:2[4-9]|[3-9]\d):\d\d:60|:[6-9]\d:60/.test(value)

describe.each(named)('%s', (format) => {
  test('near misses are judged as ajv does', () => {
    const value = fc.array(fc.constantFrom(...pieces(format)), { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(value, (text) => {
        fc.pre(!ajvErrs(format, text))
        expect([text, isFormat(format, text)]).toEqual([text, ajvHolds(format, text)])
      }),
      { numRuns: 3000 },
    )
  })

  test('any text is judged as ajv does', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 8 })), (text) => {
        fc.pre(!ajvErrs(format, text) && !(format === 'byte' && /[\r\n\u2028\u2029]/.test(text)))
        expect([text, isFormat(format, text)]).toEqual([text, ajvHolds(format, text)])
      }),
      { numRuns: 500 },
    )
  })
})

const VALID: readonly (readonly [format: string, value: fc.Arbitrary<string>])[] = [
  [
    'date',
    fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
  ],
  [
    'date-time',
    fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ],
  ['email', fc.emailAddress()],
  ['hostname', fc.domain()],
  ['ipv4', fc.ipV4()],
  ['uri', fc.webUrl({ withFragments: true, withQueryParameters: true })],
  ['uri-reference', fc.webPath()],
  ['uuid', fc.uuid()],
  ['byte', fc.base64String()],
  ['base64', fc.base64String()],
  ['base64url', fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url'))],
]

test.each(VALID)('%s holds for what is made to be one', (format, value) => {
  fc.assert(
    fc.property(value, (text) => {
      expect([text, isFormat(format, text)]).toEqual([text, true])
    }),
  )
})

test('ipv6 as ajv does, over generated addresses', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      expect([text, isFormat('ipv6', text)]).toEqual([text, ajvHolds('ipv6', text)])
    }),
  )
})

test.each([
  ['date', '2100-02-29', false],
  ['date', '2000-02-29', true],
  ['time', '23:59:60Z', true],
  ['time', '22:59:60-01:00', true],
  ['time', '12:59:60Z', false],
  ['time', '24:59:60+01:00', false],
  ['date-time', '2024-01-01T00:00:00', false],
  ['duration', 'P', false],
  ['duration', 'P1YT', false],
  ['email', 'a@b', false],
  ['email', `${'a.'.repeat(30_000)}@`, false],
  ['ipv6', '::ffff:1.2.3.4', true],
  ['ipv6', '1::2::3', false],
  ['uri', '/relative', false],
  ['uri', 'mailto:a@b.c', true],
  ['uri', 'http://[::1]:8080/x?y#z', true],
  ['uri', 'http://ex ample', false],
  ['byte', 'AAAA\n', false],
  ['nobody-knows-it', 'anything', true],
  ['constructor', 'anything', true],
])('%s %j: %j', (format, value, holds) => {
  expect(isFormat(format, value)).toBe(holds)
})
