import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { mockValue } from '@tessera/contract.mock'
import type { Check } from '@tessera/runtime.core'
import fc from 'fast-check'
import ts from 'typescript6'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { generateParts, type GeneratedPart } from './index.ts'
import { issuesOf } from './load-checks.fixture.ts'
import { createRig, type Rig } from './rig.fixture.ts'

/** What an attacker sets when a word of the contract is run. */
const CANARY = 'tesseraCanary'
const world = globalThis as Record<string, unknown>

const PAYLOADS = [
  `*/ globalThis.${CANARY} = 1 /*`,
  `'; globalThis.${CANARY} = 1; '`,
  `"; globalThis.${CANARY} = 1; "`,
  `\`; globalThis.${CANARY} = 1; \``,
  `\${globalThis.${CANARY} = 1}`,
  `\\\`\${globalThis.${CANARY} = 1}`,
  `\nglobalThis.${CANARY} = 1\n`,
  `\r\nglobalThis.${CANARY} = 1`,
  `\u2028globalThis.${CANARY} = 1\u2029`,
  `\u2028export type Injected = typeof globalThis.${CANARY}`,
  `x) report(issues, (globalThis.${CANARY} = 1`,
  `</script><script>globalThis.${CANARY} = 1</script>`,
  `)/; globalThis.${CANARY} = 1; /(`,
  `/g; globalThis.${CANARY} = 1 //`,
  `]: 1 } = globalThis.${CANARY} = { [1`,
  '@ts-expect-error',
  '@ts-nocheck */',
  '\u202Ereversed\u2066',
  'READONLY__x',
  'NAME__0',
  '[ARRAY__, ...',
  '$& $1 $`',
  '\\',
  '\\u0041\\',
  '\u0000\u0001\u0002',
  '\ud800',
]
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'value',
  'pointer',
  'issues',
  'report',
  'class',
  'checkC',
  'encodeC',
  'copy',
  'key',
  'Date',
  '名前',
  'été',
  '0',
  '1e3',
  'a-b',
  'aB',
  'a b',
]
const word = fc.oneof(
  fc.constantFrom(...PAYLOADS),
  fc.constantFrom(...NAMES),
  fc.string({ unit: 'binary', maxLength: 8 }),
)

const BIG = { type: 'string', pattern: '^[1-9]$', 'x-codec': 'integer' }

const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
  word.map((description) => ({ type: 'string', description })),
  word.map((value) => ({ const: value })),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((values) => ({ type: 'string', 'x-extensible-enum': values })),
  word.map((text) => ({ type: 'string', pattern: `^${text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, '\\$&')}$` })),
  word.map((text) => ({ type: 'string', default: text })),
  word.map((text) => ({ type: 'object', default: { [text]: text } })),
  word.map((description) => ({ type: 'string', format: 'date-time', 'x-codec': 'date-time', description })),
  word.map((key) => ({
    anyOf: [{ type: 'object', properties: { [key]: BIG }, patternProperties: { '^x': BIG } }, BIG, { type: 'string' }],
  })),
  fc
    .tuple(word, word)
    .map(([key, title]) => ({ type: 'object', title, required: [key], dependentRequired: { [key]: [title] } })),
)
const objects = fc.dictionary(word, leaf, { maxKeys: 4, noNullPrototype: true }).chain((properties) =>
  fc.subarray(Object.keys(properties)).map((required): JsonSchema => ({
    ...{ type: 'object', properties, required },
    description: [...required, ...PAYLOADS.slice(0, 3)].join(' '),
  })),
)

interface Hostile {
  readonly words: readonly string[]
  readonly schema: JsonSchema
}
const hostile: fc.Arbitrary<Hostile> = fc.record({
  words: fc.uniqueArray(
    word.filter((name) => !(name in {})),
    { minLength: 3, maxLength: 3 },
  ),
  schema: objects,
})

/** The same hostile words as names, descriptions and schemas of each pattern. */
function documentsOf({ words: [a = '', b = '', c = ''], schema }: Hostile, index: number): readonly ContractDocument[] {
  const base = {
    formatVersion: 1,
    line: 1,
    summary: a,
    description: b,
    exports: [],
    $defs: named([[c, schema]]),
  } as const
  const told = { summary: b, description: c, deprecated: a }
  const slot = (at: string, sentBy: 'consumer' | 'provider' | 'either') => ({ at, sentBy, schema, redact: true })
  const id = (name: string) => `acme.hostile/${name}-${index}`
  return [
    {
      ...base,
      id: id('api'),
      pattern: 'http',
      operations: named(
        [a, b].map((name, count) => [
          name,
          {
            ...told,
            method: 'POST',
            path: `/${count}/${encodeURIComponent(c.replaceAll(/\p{Surrogate}/gu, ''))}`,
            aliases: [`former ${name}`],
            idempotent: false,
            request: { body: `${name}/request/body` },
            responses: { 200: { body: `${name}/response/200/body`, description: c } },
          },
        ]),
      ),
      slots: [a, b].flatMap((name) => [
        slot(`${name}/request/body`, 'consumer'),
        slot(`${name}/response/200/body`, 'provider'),
      ]),
    },
    {
      ...base,
      id: id('jobs'),
      pattern: 'messaging',
      channels: named([
        [
          a,
          {
            ...told,
            address: b,
            sentBy: 'consumer',
            delivery: 'one-of-all',
            orderBy: c,
            message: { name: c, payload: `${a}/message` },
          },
        ],
      ]),
      slots: [slot(`${a}/message`, 'consumer')],
    },
    {
      ...base,
      id: id('link'),
      pattern: 'sockets',
      connection: { windowBytes: 1024, heartbeatMs: 1000 },
      items: named([[b, { ...told, sentBy: 'either', payload: `${b}/message` }]]),
      slots: [slot(`${b}/message`, 'either')],
    },
    {
      ...base,
      id: id('events'),
      pattern: 'events',
      delivery: 'one-per-service',
      expectedFetchShare: 0.2,
      detailsOf: id('api'),
      events: named([
        [c, { ...told, type: a, data: `${c}/data`, details: { operation: a, arguments: named([[b, c]]) } }],
      ]),
      slots: [slot(`${c}/data`, 'provider')],
    },
  ]
}

/** `__proto__` as a name like any other. */
function named<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries)
}

const SEED = Number(process.env['SEED'] ?? 1)
const RUNS = Number(process.env['RUNS'] ?? 8)
const documents = fc.sample(hostile, { numRuns: RUNS, seed: SEED }).flatMap(documentsOf)

let rig: Rig
let parts: readonly GeneratedPart[]
beforeAll(async () => {
  rig = createRig()
  parts = (await Promise.all(documents.map(generateParts))).flat()
  rig.write(parts)
}, 120_000)
afterAll(() => rig.dispose())
afterEach(() => expect(world[CANARY]).toBeUndefined())

test('what is generated has no statement but those that are always there', () => {
  const sources = parts.flatMap(({ files }) => Object.values(files).filter((text) => text.startsWith('//')))
  for (const text of sources) {
    const source = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest, true)
    const kinds = new Set(source.statements.map(({ kind }) => ts.SyntaxKind[kind]))
    for (const kind of kinds) expect(STATEMENTS, text).toContain(kind)
    expect(identifiersOf(source), text).not.toContain(CANARY)
  }
})

function identifiersOf(node: ts.Node): string[] {
  const own = ts.isIdentifier(node) ? [node.text] : []
  return [...own, ...node.getChildren().flatMap(identifiersOf)]
}

const STATEMENTS = [
  ...['ImportDeclaration', 'ExportDeclaration', 'InterfaceDeclaration', 'TypeAliasDeclaration'],
  ...['FunctionDeclaration', 'FirstStatement', 'VariableStatement'],
]

test('it compiles as strictly as can be', { timeout: 120_000 }, () => {
  expect(rig.check()).toBe('')
})

test('run, it does what the contract says and nothing else', { timeout: 120_000 }, async () => {
  for (const document of documents) {
    const folder = `${rig.folder}/@acme/hostile.${document.id.slice('acme.hostile/'.length)}`
    for (const part of ['mocks', 'client', 'server']) {
      await import(`${folder}.${part}/index.ts`)
      const { definition } = (await import(`${folder}.${part}/definition.ts`)) as { definition: Record<string, object> }
      for (const edges of ['operations', 'channels', 'items', 'events'] as const) {
        expect(Object.keys(definition[edges] ?? {})).toEqual(Object.keys(document[edges] ?? {}))
      }
    }
    const checks = Object.values((await import(`${folder}.client/checks.ts`)) as Record<string, Check>)
    const value = valueOf(document)
    if (value === undefined) continue
    for (const check of checks)
      expect(issuesOf(check, structuredClone(value)), JSON.stringify(document.slots)).toEqual([])
  }
})

/** A valid value of the document's schema, where mocks find one. */
function valueOf({ slots, $defs }: ContractDocument): unknown {
  try {
    return mockValue(slots[0]?.schema ?? true, { defs: $defs, side: 'write', seed: 1 })
  } catch {
    return undefined
  }
}

test.each(['__proto__', 'constructor', 'toString'])('%s is a property, but no operation', async (name) => {
  const [http] = documentsOf({ words: [name, 'b', 'c'], schema: true }, 0)
  await expect(generateParts(http as ContractDocument)).rejects.toMatchObject({
    code: 'UNUSABLE_NAME',
    location: { pointer: `/operations/${name}` },
  })
})

test('properties called like the functions that check them', { timeout: 120_000 }, async () => {
  const property = { $ref: '#/$defs/c' }
  const names = ['checkC', 'CheckC', 'closeC', 'fillC', 'encodeC', 'decodeC', 'check', 'checking']
  const properties = named(names.map((name) => [name, property] as const))
  const c = { type: 'object', properties: { big: BIG, filled: { default: 1 } } }
  const [http] = documentsOf({ words: ['a', 'b', 'c'], schema: c }, 98)
  const document = {
    ...(http as ContractDocument),
    slots: (http?.slots ?? []).map((slot) => ({ ...slot, schema: { type: 'object', properties } })),
  }
  const likely = createRig()
  try {
    likely.write(await generateParts(document))
    expect(likely.check()).toBe('')
  } finally {
    likely.dispose()
  }
})

test('a former name of two operations is refused', async () => {
  const [http] = documentsOf({ words: ['a', 'former a', 'c'], schema: true }, 0)
  await expect(generateParts(http as ContractDocument)).rejects.toThrow('another operation has it')
})

test.each([{ pattern: '(' }, { patternProperties: { '[': true } }])('%j is refused, not written', async (schema) => {
  const [http] = documentsOf({ words: ['a', 'b', 'c'], schema }, 0)
  await expect(generateParts(http as ContractDocument)).rejects.toMatchObject({ code: 'UNSUPPORTED_KEYWORD' })
})

test.each([
  ['get-order', 'getOrder', 'get order', 'GetOrder'],
  ['delete', 'class', 'await', 'default', 'new'],
  ['名前', 'été', 'ete', 'Straße', '😀', '🎉'],
])(
  'names that come out alike, are words of the language or are none in code: %j',
  { timeout: 120_000 },
  async (...words) => {
    const each = words.map((name): ContractDocument => {
      const [http] = documentsOf({ words: [name, `${name}2`, 'c'], schema: { type: 'object' } }, 99)
      return http as ContractDocument
    })
    const [first] = each
    const all = {
      ...(first as ContractDocument),
      operations: named(each.flatMap(({ operations }) => Object.entries(operations ?? {}))),
      slots: each.flatMap(({ slots }) => slots),
    }
    const names = createRig()
    try {
      names.write(await generateParts(all))
      expect(names.check()).toBe('')
    } finally {
      names.dispose()
    }
  },
)
