import type { ContractDocument } from '@tessera/contract.define'
import { expect, test } from 'vitest'
import { documents } from './mock-documents.fixture.ts'
import { isLeaf, type Member, memberNames, memberOf } from './mock-members.ts'

/** By part, the slot that it is drawn from. */
function outline(member: Member): unknown {
  if (isLeaf(member)) return member.at
  return Object.fromEntries(Object.entries(member).map(([part, inner]) => [part, outline(inner)]))
}

test.each<[ContractDocument, unknown]>([
  [
    documents.http,
    {
      brew: {
        request: { params: 'brew/request/params', query: 'brew/request/query', body: 'brew/request/body' },
        responses: { 201: { body: 'brew/response/201/body' }, 404: { body: 'brew/response/404/body' } },
      },
    },
  ],
  [documents.messaging, { orders: { message: { payload: 'orders/message' }, reply: { payload: 'orders/reply' } } }],
  [documents.sockets, { pour: { payload: 'pour/payload', reply: 'pour/reply' } }],
  [documents.events, { brewed: { data: 'brewed/data' } }],
  [documents.schemas, { Tea: 'Tea' }],
])('$pattern: each payload of what it declares', (document, expected) => {
  const names = memberNames(document, undefined)
  expect(Object.fromEntries(names.map((name) => [name, outline(memberOf(document, name))]))).toEqual(expected)
})

test('a named schema is found in any contract', () => {
  expect(outline(memberOf(documents.events, memberNames(documents.events, 'Tea')[0] ?? ''))).toBe('Tea')
})

test('what is not there is named, with what is near', () => {
  expect(() => memberNames(documents.http, 'brw')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_OPERATION', message: expect.stringContaining('did you mean "brew"') }),
  )
  expect(() => memberNames(documents.http, 'constructor')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_OPERATION' }),
  )
})
