import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryId, formatBitmap, parseBitmap } from './index.ts'
import type { Bitmap, BitmapEntry } from './index.ts'

const word = fc.stringMatching(/^[-_a-z0-9]{2,6}$/)
const scope = fc.tuple(word, word).map((parts) => parts.join('.'))
const version = fc.oneof(fc.constantFrom('0.0.1', '1.2.3-beta.1'), fc.stringMatching(/^[0-9a-f]{40}$/))
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)
const rest = fc.option(
  fc.record({ localOnly: fc.boolean(), config: fc.dictionary(word, json, { minKeys: 1 }), futureKey: json }),
  { nil: undefined },
)

const bitmaps: fc.Arbitrary<Bitmap> = fc
  .record({
    entries: fc.uniqueArray(
      fc.record({
        name: fc.array(word, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('/')),
        home: scope,
        state: fc.constantFrom('new', 'tagged', 'exported'),
        version,
        mainFile: fc.constantFrom('index.ts', 'src/main "x".ts'),
        rest,
      }),
      { selector: ({ name, home }) => `${home}/${name}`, maxLength: 8 },
    ),
    rest: fc.option(fc.record({ _bit_lane: json, _future: json }), { nil: undefined }),
  })
  .map(({ entries, rest: top }) => ({
    entries: entries.map((entry, index) => toEntry(entry, `components/${index}/x`)).toSorted(byId),
    ...(top === undefined ? {} : { rest: top }),
  }))

interface Part {
  readonly name: string
  readonly home: string
  readonly state: string
  readonly version: string
  readonly mainFile: string
  readonly rest: Record<string, unknown> | undefined
}

function toEntry(part: Part, rootDir: string): BitmapEntry {
  const { name, home, mainFile } = part
  const more = part.rest === undefined ? {} : { rest: part.rest }
  if (part.state === 'exported') return { name, scope: home, version: part.version, mainFile, rootDir, ...more }
  const own = part.state === 'new' ? '' : part.version
  return { name, scope: '', version: own, defaultScope: home, mainFile, rootDir, ...more }
}

function byId(a: BitmapEntry, b: BitmapEntry): number {
  return key(a) < key(b) ? -1 : 1
}

function key(entry: BitmapEntry): string {
  return `${entry.scope || entry.defaultScope}/${entry.name}`
}

test('what is written is read back, unknown keys included', () => {
  fc.assert(
    fc.property(bitmaps, (bitmap) => {
      const read = parseBitmap(formatBitmap(bitmap))
      expect({ ...read, entries: read.entries.toSorted(byId) }).toEqual(bitmap)
    }),
  )
})

test('the text does not depend on the order of the entries', () => {
  fc.assert(
    fc.property(bitmaps, (bitmap) => {
      const reversed = { ...bitmap, entries: bitmap.entries.toReversed() }
      expect(formatBitmap(reversed)).toBe(formatBitmap(bitmap))
    }),
  )
})

const order: BitmapEntry = {
  name: 'api/order',
  scope: '',
  version: '',
  defaultScope: 'acme.orders',
  mainFile: 'index.ts',
  rootDir: 'components/api/order',
}

test("the layout is Bit's", () => {
  const money = {
    name: 'money',
    scope: 'acme.shared',
    version: '1.2.0',
    mainFile: 'index.ts',
    rootDir: 'components/money',
  }
  const config = { config: { 'teambit.component/deprecation': { deprecate: true } }, localOnly: false }
  const lane = { _bit_lane: { id: { name: 'dev', scope: 'acme.shared' }, exported: false } }
  const text = formatBitmap({ entries: [{ ...money, rest: config }, order], rest: lane })
  expect(text.startsWith('/* THIS IS A BIT-AUTO-GENERATED FILE')).toBe(true)
  expect(text.slice(text.indexOf('\n{') + 1)).toMatchInlineSnapshot(`
    "{
        "api/order": {
            "name": "api/order",
            "scope": "",
            "version": "",
            "defaultScope": "acme.orders",
            "mainFile": "index.ts",
            "rootDir": "components/api/order"
        },
        "money": {
            "name": "money",
            "scope": "acme.shared",
            "version": "1.2.0",
            "mainFile": "index.ts",
            "rootDir": "components/money",
            "localOnly": false,
            "config": {
                "teambit.component/deprecation": {
                    "deprecate": true
                }
            }
        },
        "$schema-version": "17.0.0",
        "_bit_lane": {
            "id": {
                "name": "dev",
                "scope": "acme.shared"
            },
            "exported": false
        }
    }"
  `)
})

test('a name that two scopes have is written with its scope', () => {
  const other = { ...order, scope: 'acme.other', version: '1.0.0', rootDir: 'components/other' }
  delete (other as { defaultScope?: string }).defaultScope
  const text = formatBitmap({ entries: [order, other] })
  expect(text).toContain('"acme.orders/api/order": {')
  expect(text).toContain('"acme.other/api/order": {')
})

test('comments, a missing name and a missing default scope are read', () => {
  const text = '// mine\n{ "a-b": { "scope": "", "mainFile": "i.ts", "rootDir": "x/y" }, "$schema-version": "17.0.0", }'
  const [entry] = parseBitmap(text).entries
  expect(entry).toEqual({ name: 'a-b', scope: '', version: '', mainFile: 'i.ts', rootDir: 'x/y' })
  expect(entryId({ defaultScope: 'my.own' }, entry as BitmapEntry)).toEqual({ scope: 'my.own', name: 'a-b' })
})

test('thousands of entries are read at once', () => {
  const entries = Array.from({ length: 5000 }, (_, index) => ({
    ...order,
    name: `a${index}`,
    rootDir: `components/${index}`,
  }))
  expect(parseBitmap(formatBitmap({ entries })).entries).toHaveLength(5000)
})

describe('bad files are refused with their line', () => {
  const good = formatBitmap({ entries: [order, { ...order, name: 'money', rootDir: 'components/money' }] })
  const lineOf = (part: string): number => good.slice(0, good.indexOf(part)).split('\n').length
  const api = lineOf('"api/order": {')
  const money = lineOf('"money": {')

  const cases: readonly [what: string, text: string, error: object][] = [
    [
      'a merge conflict',
      good.replace('    "money": {', '<<<<<<< HEAD\n    "money": {'),
      { code: 'BITMAP_CONFLICT', location: { file: '.bitmap', line: money } },
    ],
    [
      'bad syntax',
      good.replace('"money": {', '"money": [['),
      { code: 'INVALID_BITMAP', location: { line: money + 1 } },
    ],
    [
      'an entry without a scope',
      good.replace('"scope": "",\n', ''),
      { code: 'INVALID_BITMAP', location: { line: api } },
    ],
    [
      'a scope without a version',
      good.replace('"scope": ""', '"scope": "acme.orders"'),
      { code: 'INVALID_BITMAP', location: { line: api } },
    ],
    [
      'one folder for two',
      good.replace('components/money', 'components/api/order'),
      { code: 'INVALID_BITMAP', location: { line: money } },
    ],
    [
      'nested folders',
      good.replace('components/money', 'components/api/order/money'),
      { code: 'INVALID_BITMAP', location: { line: money } },
    ],
    [
      'a folder outside',
      good.replace('components/money', '../x'),
      { code: 'INVALID_BITMAP', location: { line: money } },
    ],
    ['the workspace as folder', good.replace('components/money', '.'), { code: 'INVALID_BITMAP' }],
    ['a folder from ./', good.replace('components/money', './money'), { code: 'INVALID_BITMAP' }],
    ['a backslash', good.replace('components/money', String.raw`components\\money`), { code: 'INVALID_BITMAP' }],
    [
      'a bad scope',
      good.replace('acme.orders', 'Acme.Orders'),
      { code: 'INVALID_ID', location: { file: '.bitmap', line: api } },
    ],
    [
      'a bad name',
      good.replace('"name": "money"', '"name": "Money"'),
      { code: 'INVALID_ID', location: { line: money } },
    ],
    [
      'no version',
      good.replace('"version": ""', '"version": "1.x"'),
      { code: 'INVALID_VERSION', location: { line: api } },
    ],
    ['an unknown schema', good.replace('17.0.0', '99.0.0'), { code: 'UNKNOWN_BITMAP_SCHEMA' }],
    ['no schema', '{}', { code: 'UNKNOWN_BITMAP_SCHEMA' }],
    ['a list', '[]', { code: 'INVALID_BITMAP' }],
    ['an entry that is text', '{ "a": "b", "$schema-version": "17.0.0" }', { code: 'INVALID_BITMAP' }],
    [
      'an entry twice, as a merge may leave it',
      good.replace('"money": {', '"api/order": {'),
      { code: 'INVALID_BITMAP', location: { line: money } },
    ],
    ['an id twice', good.replace('"name": "money"', '"name": "api/order"'), { code: 'INVALID_BITMAP' }],
  ]

  test.each(cases)('%s', (_what, text, error) => {
    expect(thrownBy(() => parseBitmap(text))).toMatchObject({ hint: expect.any(String) as string, ...error })
  })
})

function thrownBy(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
