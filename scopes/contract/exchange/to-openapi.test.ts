import { Validator } from '@seriousme/openapi-schema-validator'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { httpDocuments } from './arbitrary.fixture.ts'
import { unordered } from './evaluate.fixture.ts'
import { fromOpenApi, toOpenApi } from './index.ts'

// Properties take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 })

const VALID = { valid: true }

test('an exported contract is valid OpenAPI 3.1, and gives the same contract when it is read', async () => {
  const validator = new Validator()
  await fc.assert(
    fc.asyncProperty(httpDocuments, async (document) => {
      const exported = JSON.parse(JSON.stringify(toOpenApi(document))) as Record<string, unknown>
      // The validator takes a property with the name `$ref` for a reference.
      const found = /"\$ref":[^"]/.test(JSON.stringify(exported))
        ? VALID
        : await validator.validate(structuredClone(exported))
      expect(found).toEqual(VALID)
      const { document: read, diagnostics } = fromOpenApi(exported)
      expect(diagnostics).toEqual([])
      expect(unordered(read)).toEqual(unordered(document))
    }),
    { numRuns: Number(process.env['RUNS'] ?? 40) },
  )
})
