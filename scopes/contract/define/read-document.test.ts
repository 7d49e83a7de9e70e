import { describe, expect, test } from 'vitest'
import { documents, httpDocument } from './documents.fixture.ts'
import { readDocument } from './index.ts'

test.each(documents.map((document) => [document.pattern, document] as const))(
  'a good %s document has no findings',
  (_pattern, document) =>
    expect(readDocument(JSON.stringify(document), 'contract.json')).toEqual({ document, diagnostics: [] }),
)

function findings(change: (draft: Record<string, never>) => void, document: object = httpDocument): readonly string[] {
  const draft = structuredClone(document) as Record<string, never>
  change(draft)
  return readDocument(JSON.stringify(draft), 'contract.json').diagnostics.map(
    ({ code, location }) => `${code} ${location?.pointer}`,
  )
}

/** A draft in which anything may stand. */
type Draft = Record<string, Record<string, Record<string, unknown>>>

describe('everything that is wrong is said', () => {
  test.each<[string, (draft: Draft) => void, string[]]>([
    [
      'two fields',
      (draft) => Object.assign(draft, { line: 0, slotz: [] }),
      ['INVALID_CONTRACT_DOCUMENT /line', 'INVALID_CONTRACT_DOCUMENT /slotz'],
    ],
    [
      'keywords with values that they cannot have',
      (draft) =>
        Object.assign(draft['$defs'] as object, {
          Odd: {
            type: 'text',
            minLength: -1,
            pattern: '(',
            required: 'a',
            multipleOf: 0,
            properties: { 'a/b': 5 },
            allOf: {},
            enum: 'a',
            patternProperties: { '[': true },
            dependentRequired: { a: 'b' },
            uniqueItems: 1,
            maximum: '5',
            $comment: 7,
            items: [true],
          },
        }),
      [
        ...['type', 'minLength', 'pattern', 'required', 'multipleOf', 'properties/a~1b', 'allOf', 'enum'],
        ...['patternProperties/[', 'dependentRequired', 'uniqueItems', 'maximum', '$comment', 'items'],
      ].map((path) => `INVALID_CONTRACT_DOCUMENT /$defs/Odd/${path}`),
    ],
    [
      'a parameter that the path does not have',
      (draft) => Object.assign(draft['operations']?.['getOrder'] as object, { path: '/orders/{key}' }),
      ['PATH_PARAMETER_UNDECLARED /operations/getOrder/path', 'PATH_PARAMETER_UNUSED /operations/getOrder/params/id'],
    ],
    [
      'a security scheme that is not there',
      (draft) => Object.assign(draft['operations']?.['getOrder'] as object, { security: [{ tokn: [] }] }),
      ['INVALID_CONTRACT_DOCUMENT /operations/getOrder/security/0/tokn'],
    ],
    ['an id that is none', (draft) => Object.assign(draft, { id: 'Orders' }), ['INVALID_ID /id']],
    ['edges of another pattern', (draft) => Object.assign(draft, { items: {} }), ['INVALID_CONTRACT_DOCUMENT /items']],
    [
      'a schema without an end',
      (draft) =>
        Object.assign(draft['$defs'] as object, {
          Tree: { type: 'object', properties: { tree: { $ref: '#/$defs/Tree' } }, required: ['tree'] },
        }),
      ['ENDLESS_SCHEMA /$defs/Tree'],
    ],
  ])('%s', (_name, change, expected) => expect(findings(change as never)).toEqual(expected))
})

test('what is no JSON is said once', () => {
  expect(readDocument('{', 'contract.json').diagnostics).toMatchObject([
    { code: 'INVALID_CONTRACT_DOCUMENT', location: { file: 'contract.json', pointer: '' } },
  ])
})
