import { readFileSync } from 'node:fs'
import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { mockValue } from '@tessera/contract.mock'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateParts } from './index.ts'
import { issuesOf, loadChecks } from './load-checks.fixture.ts'
import { literal } from './names.ts'
import { createRig, type Rig } from './rig.fixture.ts'
import { mapSchemas } from './schema.ts'
import { DEFS, someSchema, someValue } from './schema-samples.fixture.ts'

const SEED = Number(process.env['SEED'] ?? 1)
const RUNS = Number(process.env['RUNS'] ?? 100)
const VALUES = fc.sample(someValue, { numRuns: 100, seed: SEED })

let rig: Rig
beforeAll(() => {
  rig = createRig()
})
afterAll(() => rig.dispose())

test('what the checks let through is of the generated type, on both sides', { timeout: 240_000 }, async () => {
  const schemas = fc
    .sample(someSchema(), { numRuns: RUNS * 2, seed: SEED })
    .map(typed)
    .filter((schema) => !JSON.stringify(schema).includes('constructor'))
  const writers = await loadChecks(rig, 'consumer', schemas, DEFS)
  const readers = await loadChecks(rig, 'provider', schemas, DEFS)
  const document = documentOf(schemas)
  rig.write(await generateParts(document))
  const types = readFileSync(`${rig.folder}/@acme/test.agree.types/index.ts`, 'utf8')
  const lines = schemas.flatMap((schema, index) => {
    const [write, read] = types.includes(` Sample${index}W `)
      ? [`Sample${index}W`, `Sample${index}R`]
      : [`Sample${index}`, `Sample${index}`]
    const written = [...mocksOf(schema), ...VALUES].filter((value) => issuesOf(writers[index], value).length === 0)
    return written.slice(0, 8).flatMap((value) => {
      const handed = structuredClone(value)
      expect(issuesOf(readers[index], handed)).toEqual([])
      return [`of<T.${write}>(${literal(value)})`, `of<T.${read}>(${literal(handed)})`]
    })
  })
  rig.write([], { 'agree.ts': [HEAD, ...lines].join('\n') })
  expect(lines.length).toBeGreaterThan(RUNS)
  expect(rig.check()).toBe('')
})

/**
 * Schemas as people mean them: one that speaks of properties is of an object, and its type says so, though to JSON
 * Schema a number would do. (To TypeScript every object has a `constructor`: no type can say otherwise.)
 */
function typed(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema
  const inner = mapSchemas(schema, typed, typed)
  const says = (...keywords: string[]) => keywords.some((keyword) => inner[keyword] !== undefined)
  if (says('type')) return inner
  const object = says('properties', 'patternProperties', 'additionalProperties') ? ['object'] : []
  const array = says('items', 'prefixItems') ? ['array'] : []
  const type = [...object, ...array]
  return type.length === 0 ? inner : { ...inner, type }
}

const HEAD = `import type * as T from '@acme/test.agree.types'

function of<Type>(value: Type): void {
  void value
}
`

function mocksOf(schema: JsonSchema): readonly unknown[] {
  return [1, 2, 3].flatMap((seed) => {
    try {
      return [mockValue(schema, { defs: DEFS, seed })]
    } catch {
      return []
    }
  })
}

function documentOf(schemas: readonly JsonSchema[]): ContractDocument {
  const samples = schemas.map((schema, index) => [`Sample${index}`, schema] as const)
  return {
    formatVersion: 1,
    id: 'acme.test/agree',
    pattern: 'schemas',
    line: 1,
    slots: [],
    exports: samples.map(([name]) => name),
    $defs: { ...DEFS, ...Object.fromEntries(samples) },
  }
}
