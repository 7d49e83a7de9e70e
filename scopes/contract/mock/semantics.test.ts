import { describe, expect, test } from 'vitest'
import { type JsonSchema, mock } from './index.ts'

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)

function values(name: string, schema: object = { type: 'string' }, parent = 'root'): unknown[] {
  const inner: JsonSchema = { type: 'object', properties: { [name]: schema }, required: [name] }
  const outer: JsonSchema = { type: 'object', properties: { [parent]: inner }, required: [parent] }
  return SEEDS.map((seed) => mock<Record<string, Record<string, unknown>>>(outer, { seed })[parent]?.[name])
}

const EMAIL = /^[a-z\d._+'-]+@example\.(?:com|org|net)$/

describe('a text looks like what its name says', () => {
  test.each<[string, RegExp]>([
    ['email', EMAIL],
    ['customerEmail', EMAIL],
    ['contact_email_address', EMAIL],
    ['currency', /^[A-Z]{3}$/],
    ['countryCode', /^[A-Z]{2}$/],
    ['phoneNumber', /^\+49[1-9]\d{9}$/],
    ['iban', /^DE\d{20}$/],
    ['sku', /^[A-Z]{3}-\d{4}$/],
    ['requestId', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
    ['website', /^https:\/\/[a-z-]+\.example\//],
    ['createdAt', /^202[45]-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
    ['birthDate', /^\d{4}-\d\d-\d\d$/],
    ['zipCode', /^\d{5}$/],
    ['firstName', /^[A-Z][a-z]+$/],
    ['name', /^\S+ \S+$/],
    ['city', /^[A-Z]/],
    ['price', /^\d+\.\d\d$/],
  ])('%s', (name, pattern) => {
    for (const value of values(name)) expect(value).toMatch(pattern)
  })
})

test.each(['base64', 'base64url'] as const)('text in %s stands for bytes', (contentEncoding) => {
  const patterns = { base64: '^[0-9a-zA-Z+/]*={0,2}$', base64url: '^[A-Za-z0-9_-]*$' }
  for (const value of values('data', { type: 'string', contentEncoding, pattern: patterns[contentEncoding] })) {
    expect(Buffer.from(String(value), contentEncoding).toString(contentEncoding)).toBe(value)
  }
})

describe('a number is as large as its name says', () => {
  test.each<[string, number, number]>([
    ['age', 18, 90],
    ['latitude', -90, 90],
    ['quantity', 1, 9],
    ['price', 1, 200],
    ['year', 2000, 2025],
    ['percent', 0, 100],
  ])('%s', (name, low, high) => {
    for (const value of values(name, { type: 'number' })) {
      expect(value).toBeGreaterThanOrEqual(low)
      expect(value).toBeLessThanOrEqual(high)
    }
  })

  test('as far as its bounds allow', () => {
    for (const value of values('age', { type: 'integer', minimum: 200 })) expect(value).toBeGreaterThanOrEqual(200)
  })
})

test('a name belongs to what holds it', () => {
  const people = values('name')
  const products = values('name', { type: 'string' }, 'product')
  expect(products).not.toEqual(people)
  for (const product of products) expect(String(product).split(' ').length).toBeGreaterThanOrEqual(2)
})

test('an item is named by its list', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: { emails: { type: 'array', items: { type: 'string' }, minItems: 1 } },
    required: ['emails'],
  }
  for (const seed of SEEDS)
    for (const email of mock<{ emails: string[] }>(schema, { seed }).emails) expect(email).toMatch(EMAIL)
})

test('a description speaks where the name does not', () => {
  for (const value of values('unit', { type: 'string', description: 'ISO 4217' })) expect(value).toMatch(/^[A-Z]{3}$/)
  for (const value of values('x', { type: 'integer', description: 'In minor units' })) expect(value).toBeGreaterThan(99)
})

test('the name yields to the schema', () => {
  for (const value of values('email', { type: 'string', maxLength: 3 }))
    expect(String(value).length).toBeLessThanOrEqual(3)
  for (const value of values('email', { type: 'string', pattern: '^\\d{4}$' })) expect(value).toMatch(/^\d{4}$/)
  for (const value of values('currency', { type: 'string', enum: ['XTS'] })) expect(value).toBe('XTS')
})

test('examples come first, and only valid ones', () => {
  for (const value of values('email', { type: 'string', examples: ['anna@acme.test', 5] }))
    expect(value).toBe('anna@acme.test')
})

describe('what belongs together in one object', () => {
  const person: JsonSchema = {
    type: 'object',
    properties: {
      email: { type: 'string', format: 'email' },
      firstName: { type: 'string' },
      lastName: { type: 'string' },
    },
    required: ['email', 'firstName', 'lastName'],
  }
  const trip: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(
      ['createdAt', 'startsAt', 'updatedAt', 'endsAt', 'expiresAt'].map((name) => [
        name,
        { type: 'string', format: 'date-time' },
      ]),
    ),
    required: ['createdAt', 'startsAt', 'updatedAt', 'endsAt', 'expiresAt'],
  }

  test('the address of a person has the name of that person', () => {
    for (const seed of SEEDS) {
      const { email, firstName } = mock<Record<string, string>>(person, { seed })
      expect(email?.startsWith(firstName?.toLowerCase().replaceAll(/[^a-z]/g, '') ?? '-')).toBe(true)
    }
  })

  test('things happen in the order that their names say', () => {
    for (const seed of SEEDS) {
      const times = Object.values(mock<Record<string, string>>(trip, { seed }))
      expect(times).toEqual(times.toSorted())
    }
  })

  test('the least is below the most', () => {
    const { minPrice, maxPrice } = Object.fromEntries(
      ['minPrice', 'maxPrice'].map((name) => [name, values(name, { type: 'number' })] as const),
    )
    expect(Math.max(...(minPrice as number[]))).toBeLessThanOrEqual(Math.min(...(maxPrice as number[])))
  })
})

test('a locale has its own names', () => {
  const name: JsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
  const cities = (locale: string) => SEEDS.map((seed) => mock<{ city: string }>(name, { seed, locale }).city)
  expect(cities('de')).not.toEqual(cities('en'))
  expect(cities('de').join()).toMatch(/[äöüß]|burg|stadt|berg/)
  expect(cities('de')).toEqual(cities('de'))
})

describe('a slot, from both ends', () => {
  const status: JsonSchema = { type: 'string', 'x-extensible-enum': ['open', 'paid'] }
  const order: JsonSchema = {
    type: 'object',
    properties: { status, note: { type: 'string', default: '' } },
    required: ['status'],
  }
  const all = (side: 'write' | 'read' | undefined) =>
    Array.from({ length: 200 }, (_, seed) =>
      mock<{ status: string; note?: string }>(order, { seed, ...(side === undefined ? {} : { side }) }),
    )

  test('a writer sends members of an open enum only, and may leave defaults out', () => {
    expect(new Set(all('write').map((value) => value.status))).toEqual(new Set(['open', 'paid']))
    expect(all('write').some((value) => value.note === undefined)).toBe(true)
  })

  test('a reader is handed an unknown member now and then, and finds defaults filled', () => {
    const unknown = all('read').filter((value) => !['open', 'paid'].includes(value.status))
    expect(unknown.length).toBeGreaterThan(5)
    expect(unknown.length).toBeLessThan(50)
    expect(all('read').every((value) => value.note !== undefined)).toBe(true)
  })
})

test('of patterns from other languages the part is kept that is understood', () => {
  const schema: JsonSchema = { type: 'string', pattern: '([^\\s]+(\\.(?i)(jpeg|pdf))$)' }
  for (const seed of SEEDS) expect(mock<string>(schema, { seed })).toMatch(/^\S+\.(?:jpeg|pdf)$/)
})
