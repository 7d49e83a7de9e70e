import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { anyDocument } from './documents.arbitrary.fixture.ts'
import { documents } from './documents.fixture.ts'
import { formatDocument, parseDocument, wireHash, type ContractDocument } from './index.ts'

// Many cases, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 })

test.each(documents.map((document) => [document.pattern, document] as const))(
  'a %s document read back is what was written',
  (_pattern, document) => {
    const text = formatDocument(document)
    expect(parseDocument(text, 'contract.json')).toEqual(document)
    expect(formatDocument(parseDocument(text, 'contract.json'))).toBe(text)
    expect(text).toBe(`${JSON.stringify(document, null, 2)}\n`)
  },
)

describe('of any document', () => {
  const each = (law: (document: ContractDocument) => void): void =>
    fc.assert(fc.property(anyDocument, law), { numRuns: 200 })

  test('what is read is what was written', () => {
    each((document) => {
      const text = formatDocument(document)
      expect(parseDocument(text, 'contract.json')).toEqual(document)
      expect(formatDocument(parseDocument(text, 'contract.json'))).toBe(text)
    })
  })

  test('the order in which fields and keywords were written makes no difference', () => {
    each((document) => {
      const shuffled = reversed(document)
      expect(formatDocument(shuffled)).toBe(formatDocument(document))
      expect(wireHash(shuffled)).toBe(wireHash(document))
    })
  })
})

/** Names and values of the author's own, whose order stays. */
const AUTHORED = new Set(['responses', 'properties', 'arguments', 'styles'])
const EDGES = new Set(['operations', 'channels', 'items', 'events', 'securitySchemes'])
const VALUES = new Set(['default', 'enum', 'examples', 'security'])

/** The same document with its fields and keywords the other way round. */
function reversed(document: ContractDocument): ContractDocument {
  const entries = Object.entries(document).map(([field, value]) => [field, turned(value, field, EDGES.has(field))])
  return Object.fromEntries(entries.toReversed()) as ContractDocument
}

function turned(value: unknown, field: string, isAuthored = AUTHORED.has(field)): unknown {
  if (VALUES.has(field) || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => turned(item, ''))
  const entries = Object.entries(value).map(([key, item]) => [key, turned(item, isAuthored ? '' : key)] as const)
  return Object.fromEntries(isAuthored ? entries : entries.toReversed())
}
