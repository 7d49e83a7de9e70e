import specs from '@asyncapi/specs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { eventDocuments, messagingDocuments, socketDocuments } from './arbitrary.fixture.ts'
import { unordered } from './evaluate.fixture.ts'
import { fromAsyncApi, toAsyncApi } from './index.ts'

// Properties take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 })

const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
const isAsyncApi = ajv.compile(specs.schemasWithoutId['3.0.0'] as object)

test.each([
  ['messaging', messagingDocuments],
  ['sockets', socketDocuments],
  ['events', eventDocuments],
] as const)(
  'an exported contract of %s is valid AsyncAPI 3, and gives the same when it is read',
  (_pattern, documents) => {
    fc.assert(
      fc.property(documents, (document) => {
        const exported = JSON.parse(JSON.stringify(toAsyncApi(document))) as object
        isAsyncApi(exported)
        expect(isAsyncApi.errors ?? []).toEqual([])
        const { document: read, diagnostics } = fromAsyncApi(exported)
        expect(diagnostics).toEqual([])
        expect(unordered(read)).toEqual(unordered(document))
      }),
      { numRuns: Number(process.env['RUNS'] ?? 40) },
    )
  },
)
