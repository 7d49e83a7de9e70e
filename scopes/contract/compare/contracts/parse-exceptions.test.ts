import { expect, test } from 'vitest'
import { parseExceptions } from './index.ts'

const FILE = 'components/api/contract/exceptions.json'
const exception = { rule: 'operation-removed', at: 'cancelOrder', reason: 'nobody calls it', expires: '2028-02-29' }

test('a list of exceptions', () => {
  expect(parseExceptions(JSON.stringify([exception]), FILE)).toEqual([exception])
  expect(parseExceptions('[]', FILE)).toEqual([])
})

test.each([
  ['{', '', /not JSON/],
  ['{}', '', /no list/],
  ['[1]', '/0', /no object/],
  [JSON.stringify([exception, { ...exception, reason: ' ' }]), '/1/reason', /has no "reason"/],
  [JSON.stringify([{ ...exception, at: undefined }]), '/0/at', /has no "at"/],
  [
    JSON.stringify([{ ...exception, expire: '2028-01-01' }]),
    '/0/expire',
    /unknown field "expire", did you mean "expires"\?/,
  ],
  [JSON.stringify([{ ...exception, expires: 'soon' }]), '/0/expires', /"soon", not a date/],
  [JSON.stringify([{ ...exception, expires: '2027-02-29' }]), '/0/expires', /"2027-02-29", not a date/],
])('%s is refused at %s', (text, pointer, message) => {
  expect(() => parseExceptions(text, FILE)).toThrow(
    expect.objectContaining({
      ...{ code: 'INVALID_EXCEPTIONS', message: expect.stringMatching(message) as string },
      location: { file: FILE, pointer },
    }),
  )
})
