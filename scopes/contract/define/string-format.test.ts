import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { httpContract, toDocument } from './index.ts'

/** What docs/contracts.md says of each format: both take `both`, and part where it says so. */
interface Row {
  readonly schema: z.ZodType
  readonly both: readonly string[]
  readonly onlyWire?: readonly string[]
  readonly onlyZod?: readonly string[]
  readonly neither?: readonly string[]
}

const UUID = '6aeb92ac-a98f-48c3-888e-6d4222dec955'

const rows: Readonly<Record<string, Row>> = {
  email: {
    schema: z.email(),
    both: ['ann@example.com', "o'hara+x@b.co"],
    onlyWire: ['a@b.c', 'a!b@c.de', 'a@1.2.3.4'],
    onlyZod: ['a@b-.co'],
    neither: ['a@b', '"q"@b.co', 'ü@b.co'],
  },
  uuid: {
    schema: z.uuid(),
    both: [UUID, UUID.toUpperCase()],
    onlyWire: [`urn:uuid:${UUID}`, '6aeb92ac-a98f-08c3-088e-6d4222dec955'],
    neither: [UUID.replaceAll('-', '')],
  },
  date: { schema: z.iso.date(), both: ['2024-02-29'], neither: ['2023-02-29', '2024-1-1'] },
  datetime: {
    schema: z.iso.datetime(),
    both: ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.123Z'],
    onlyWire: ['2024-01-01 00:00:00Z', '2024-01-01t00:00:00Z', '2016-12-31T23:59:60Z'],
    neither: ['2024-01-01T00:00:00+01:00', '2024-01-01T00:00:00', '2023-02-29T00:00:00Z'],
  },
  'datetime with offset': {
    schema: z.iso.datetime({ offset: true }),
    both: ['2024-01-01T00:00:00+01:00'],
    onlyWire: ['2024-01-01T00:00:00+0100', '2024-01-01T00:00:00+01', '2024-01-01T00:00:00z'],
    neither: ['2024-01-01T00:00:00'],
  },
  duration: {
    schema: z.iso.duration(),
    both: ['P1DT12H', 'P2W'],
    onlyZod: ['PT1.5S'],
    neither: ['P', '-P1D', 'P1Y2W'],
  },
  ipv4: { schema: z.ipv4(), both: ['1.2.3.4'], neither: ['01.2.3.4', '1.2.3.4/8'] },
  ipv6: { schema: z.ipv6(), both: ['::1', '::ffff:1.2.3.4'], neither: ['[::1]', 'fe80::1%eth0'] },
  hostname: { schema: z.hostname(), both: ['localhost', 'a.b.'], neither: ['a_b.c', 'ü.de'] },
  url: {
    schema: z.url(),
    both: ['https://a.b/c?d#e', 'mailto:a@b.c'],
    onlyWire: ['http://'],
    onlyZod: ['https://ü.de', 'https://a.b/x y', 'https://a.b/{id}'],
    neither: ['/relative', 'a.b'],
  },
  base64: { schema: z.base64(), both: ['AA=='], onlyWire: ['AAA'], neither: ['A-_A'] },
  'a format that JSON Schema has no name for': {
    schema: z.e164(),
    both: ['+4915112345678'],
    neither: ['015'],
  },
  'a length, in code points': {
    schema: z.string().length(2),
    both: ['ab', '😀😀', 'e\u0301'],
    neither: ['😀', '\u00e9'],
  },
}

const ajv = formats.default(new Ajv2020({ strict: true }))

describe.each(Object.entries(rows))('%s', (_name, { schema, both, onlyWire = [], onlyZod = [], neither = [] }) => {
  const { document } = toDocument(
    httpContract({
      id: 'acme.test/api',
      operations: { get: { method: 'GET', path: '/', responses: { 200: schema } } },
    }),
  )
  const onWire = ajv.compile(document?.slots[0]?.schema as object)
  const cases = [
    ...both.map((value) => [value, true, true] as const),
    ...onlyWire.map((value) => [value, false, true] as const),
    ...onlyZod.map((value) => [value, true, false] as const),
    ...neither.map((value) => [value, false, false] as const),
  ]
  test.each(cases)('%j: %j in Zod, %j on the wire', (value, zod, wire) => {
    expect([schema.safeParse(value).success, onWire(value)]).toEqual([zod, wire])
  })
})
