import { mockValue } from '@tessera/contract.mock'
import { httpContract } from '@tessera/contract.define'
import type { Check, Convert, Issue } from '@tessera/runtime.core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { documentOf, someCodecSchema, Tree } from './codecs.fixture.ts'
import { checksFile } from './checks-file.ts'
import { generateParts } from './index.ts'
import { modelOf } from './model.ts'
import { createRig, type Rig } from './rig.fixture.ts'

const SEED = Number(process.env['SEED'] ?? 1)
const RUNS = Number(process.env['RUNS'] ?? 50)

let rig: Rig
beforeAll(() => {
  rig = createRig()
})
afterAll(() => rig.dispose())

interface Ends {
  /** What the writer's side does before it checks. */
  readonly encode: Convert
  /** What the reader's side does: check, fill, decode. */
  readonly read: (wire: unknown) => { readonly issues: readonly Issue[]; readonly value: unknown }
  readonly write: (value: unknown) => { readonly issues: readonly Issue[]; readonly wire: unknown }
}

let loaded = 0

/** The generated code of both ends, for each schema as a request body. */
async function endsOf(schemas: readonly z.ZodType[]): Promise<Ends[]> {
  const model = modelOf(contractOf(schemas))
  const load = async (side: 'consumer' | 'provider') => {
    const file = `ends-${++loaded}.ts`
    rig.write([], { [file]: checksFile(model, side) })
    return (await import(`${rig.folder}/${file}`)) as Record<string, Check & Convert>
  }
  const [consumer, provider] = [await load('consumer'), await load('provider')]
  return schemas.map((_schema, index) => {
    const encode: Convert = consumer[`encodeOp${index}RequestBody`] ?? ((value) => value)
    const decode: Convert = provider[`decodeOp${index}RequestBody`] ?? ((value) => value)
    const run = (side: Record<string, Check & Convert>, value: unknown): Issue[] => {
      const issues: Issue[] = []
      side[`op${index}RequestBody`]?.(value, '', issues)
      return issues
    }
    return {
      encode,
      read(wire) {
        const value = structuredClone(wire)
        return { issues: run(provider, value), value: decode(value) }
      },
      write(value) {
        const wire = encode(value)
        return { issues: run(consumer, wire), wire }
      },
    }
  })
}

function contractOf(schemas: readonly z.ZodType[]) {
  return documentOf(
    httpContract({
      id: 'acme.test/ends',
      operations: Object.fromEntries(
        schemas.map((body, index) => [
          `op${index}`,
          { method: 'POST' as const, path: `/${index}`, body, responses: { 204: null } },
        ]),
      ),
    }),
  )
}

const schemas = fc.sample(someCodecSchema, { numRuns: RUNS, seed: SEED })

const { slots, $defs } = contractOf(schemas)

/** What travels: mock values of each schema. */
function wiresOf(index: number): unknown[] {
  return [1, 2, 3].map((seed) => mockValue(slots[index]?.schema ?? true, { defs: $defs, seed, side: 'read' }))
}

test('both ends convert as Zod does, and what was decoded is encoded back', { timeout: 60_000 }, async () => {
  const ends = await endsOf(schemas)
  let converted = 0
  schemas.forEach((schema, index) => {
    for (const wire of wiresOf(index)) {
      const { issues, value } = ends[index]!.read(wire)
      expect(issues).toEqual([])
      expect(value).toEqual(z.decode(schema, wire))
      const before = copyOf(value)
      const written = ends[index]!.write(value)
      expect(written.issues).toEqual([])
      expect(written.wire).toEqual(z.encode(schema, value))
      expect(JSON.stringify(written.wire)).toBeTypeOf('string')
      expect(value).toEqual(before)
      expect(ends[index]!.read(written.wire).value).toEqual(value)
      if (JSON.stringify(value, plain) !== JSON.stringify(wire)) converted++
    }
  })
  expect(converted).toBeGreaterThan(RUNS)
})

test('what is handed over is of the generated type, on both sides', { timeout: 240_000 }, async () => {
  const ends = await endsOf(schemas)
  const document = contractOf(schemas)
  rig.write(await generateParts(document))
  const lines = schemas.flatMap((_schema, index) =>
    wiresOf(index).map((wire) => {
      const code = codeOf(ends[index]!.read(wire).value)
      return `write(${code} satisfies T.Ends['op${index}']['write']['body'])\nread(${code} satisfies T.Ends['op${index}']['read']['body'])`
    }),
  )
  const head =
    "import type * as T from '@acme/test.ends.types'\n\ndeclare const write: (value: unknown) => void\ndeclare const read: (value: unknown) => void\n"
  rig.write([], { 'agree.ts': `${head}${lines.join('\n')}\nexport {}\n` })
  expect(rig.check()).toBe('')
})

test.each<[string, z.ZodType, unknown, string]>([
  ['an invalid date', z.object({ at: z.array(Tree.shape.at) }), { at: [new Date(Number.NaN)] }, '/at/0'],
  ['a date beyond the years that travel', z.object({ at: Tree.shape.at }), { at: new Date(8.64e15) }, '/at'],
  ['a bigint beyond 64 bits', z.object({ size: Tree.shape.size }), { size: 2n ** 63n }, '/size'],
  ['a date in place of a bigint', z.object({ size: Tree.shape.size }), { size: new Date(0) }, '/size'],
  ['deep inside', Tree, { at: new Date(0), kids: [{ at: new Date(0), next: { at: 5 } }] }, '/kids/0/next/at'],
])('%s is refused before it leaves, with its place', async (_name, schema, value, pointer) => {
  const [ends] = await endsOf([schema])
  expect(new Set(ends?.write(value).issues.map((issue) => issue.pointer))).toEqual(new Set([pointer]))
})

test('a union is encoded as the branch that declares all that is there', async () => {
  const union = z.union([z.object({ at: Tree.shape.at }), z.object({ at: Tree.shape.at, size: Tree.shape.size })])
  const [ends] = await endsOf([union])
  const value = { at: new Date(0), size: 5n }
  expect(ends?.write(value)).toEqual({ issues: [], wire: { at: '1970-01-01T00:00:00.000Z', size: '5' } })
  expect(ends?.read({ at: '1970-01-01T00:00:00Z', size: '5' }).value).toEqual(value)
})

test('a leap second and short offsets, which date-time lets travel, are read', async () => {
  const [ends] = await endsOf([z.object({ at: z.codec(z.iso.datetime({ offset: true }), z.date(), isoCodec) })])
  const read = (at: string) => (ends!.read({ at }).value as { at: Date }).at.toISOString()
  expect(read('2016-12-31T23:59:60Z')).toBe('2017-01-01T00:00:00.000Z')
  expect(read('2020-01-01T00:00:00+01')).toBe('2019-12-31T23:00:00.000Z')
  expect(read('2020-01-01 00:00:00.25-0130')).toBe('2020-01-01T01:30:00.250Z')
})

const isoCodec = { decode: (text: string) => new Date(text), encode: (date: Date) => date.toISOString() }

test('a contract without codecs pays nothing for them', () => {
  const model = modelOf(contractOf([z.object({ at: z.iso.datetime() })]))
  expect(checksFile(model, 'consumer')).not.toMatch(/encode|decode/)
})

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}

function copyOf(value: unknown): unknown {
  return structuredClone(value)
}

/** The value as TypeScript. */
function codeOf(value: unknown): string {
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof Uint8Array) return `new Uint8Array([${[...value].join()}])`
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return `[${value.map(codeOf).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${codeOf(item)}`)
    .join()}}`
}
