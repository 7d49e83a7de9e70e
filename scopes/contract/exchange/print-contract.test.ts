import { toDocument, schemas, Problem } from '@tessera/contract.define'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import {
  eventDocuments,
  httpDocuments,
  messagingDocuments,
  schemasDocuments,
  socketDocuments,
} from './arbitrary.fixture.ts'
import { evaluate, unordered } from './evaluate.fixture.ts'
import { printContract } from './index.ts'
import { PROBLEM } from './print/problem.ts'

// Properties take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 })

test.each([
  ['schemas', schemasDocuments, 150],
  ['http', httpDocuments, 60],
  ['messaging', messagingDocuments, 60],
  ['sockets', socketDocuments, 60],
  ['events', eventDocuments, 60],
] as const)('a printed contract of %s says what its document says', (_pattern, documents, numRuns) => {
  fc.assert(
    fc.property(documents, (document) => {
      const printed = evaluate(printContract(document))
      fc.pre(printed !== undefined)
      expect(unordered(printed)).toEqual(unordered(document))
    }),
    { numRuns: Number(process.env['RUNS'] ?? numRuns) },
  )
})

test('a problem is what contract/define says it is', () => {
  const { document } = toDocument(schemas({ id: 'acme.shared/problems', schemas: { Problem } }))
  expect(document?.$defs['Problem']).toEqual(PROBLEM)
})
