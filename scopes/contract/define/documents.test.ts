import { expect, test } from 'vitest'
import { formatDocument, parseDocument } from './index.ts'
import { documents } from './documents.fixture.ts'

test.each(documents.map((document) => [document.pattern, document] as const))(
  'a %s document read back is what was written',
  (_pattern, document) => {
    const text = formatDocument(document)
    expect(parseDocument(text, 'contract.json')).toEqual(document)
    expect(formatDocument(parseDocument(text, 'contract.json'))).toBe(text)
    expect(text).toBe(`${JSON.stringify(document, null, 2)}\n`)
  },
)
