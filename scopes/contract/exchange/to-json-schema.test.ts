import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { httpDocuments, schemasDocuments } from './arbitrary.fixture.ts'
import { unordered } from './evaluate.fixture.ts'
import { fromJsonSchema, toJsonSchema } from './index.ts'

// Properties take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 })

test('exported shared schemas are valid JSON Schema, and give the same contract when they are read', () => {
  fc.assert(
    fc.property(schemasDocuments, (document) => {
      const exported = JSON.parse(JSON.stringify(toJsonSchema(document))) as object
      expect(metaErrors(exported)).toEqual([])
      const { document: read, diagnostics } = fromJsonSchema(exported)
      expect(diagnostics).toEqual([])
      expect(unordered(read)).toEqual(unordered(document))
    }),
    { numRuns: Number(process.env['RUNS'] ?? 100) },
  )
})

test('every payload of a contract is in the schema, by the name of its slot', () => {
  fc.assert(
    fc.property(httpDocuments, (document) => {
      const exported = toJsonSchema(document)
      expect(Object.keys(exported['$defs'] as object)).toEqual(
        expect.arrayContaining(document.slots.map(({ at }) => at)),
      )
    }),
    { numRuns: 10 },
  )
})

function metaErrors(schema: object): readonly unknown[] {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  return ajv.validateSchema(schema) === true ? [] : (ajv.errors ?? [])
}
