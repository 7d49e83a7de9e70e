import { expect, test } from 'vitest'
import {
  ContractViolation,
  DeadlineExceeded,
  HandlerFailed,
  IncompatibleContract,
  isRuntimeError,
  Overloaded,
  Refused,
  Unavailable,
  UnexpectedResponse,
} from './index.ts'

const issue = (pointer: string) => ({ pointer, keyword: 'type', message: 'must be a string' })
const ours = { contract: 'acme.a/b', line: 2, hash: 'h' }

test.each([
  [
    new ContractViolation('sent', 'op/request/body', ['/a', '/b', '/c', '/d', '/e'].map(issue)),
    'op/request/body, sent, breaks its contract: /a must be a string; /b must be a string; /c must be a string; 2 more',
  ],
  [
    new ContractViolation('received', 'op/response/200/body', [issue('')]),
    'op/response/200/body, received, breaks its contract: / must be a string',
  ],
  [new DeadlineExceeded('op', 12.4), 'op did not end within 12 ms'],
  [new HandlerFailed('op'), 'op failed on the other side: its handler failed'],
  [new Overloaded('op', 'the other side is behind'), 'op: the other side is behind'],
  [new Refused('acme.a/b', 'the token has expired'), 'acme.a/b refuses: the token has expired'],
  [new Unavailable('op', 'connection refused', new Error('ECONNREFUSED 10.0.0.1')), 'op: connection refused'],
  [
    new UnexpectedResponse('op', 'it declares no 500', { status: 500, mediaType: '', bodyStart: 'x' }),
    'op answered 500: it declares no 500',
  ],
  [
    new IncompatibleContract(ours, { line: 1 }),
    'this side speaks acme.a/b line 2, the other side an unnamed contract line 1',
  ],
])('%s', (error, message) => {
  expect(error.message).toBe(message)
  const json = JSON.parse(JSON.stringify(error))
  expect(json).toMatchObject({ code: error.code, message })
  expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['cause']))
  expect(isRuntimeError(error)).toBe(true)
  expect(isRuntimeError(error, error.code)).toBe(true)
})

test('errors of another copy of the package are ours too, others are not', () => {
  const copy = Object.assign(new Error('x'), { code: 'UNAVAILABLE', toJSON: () => ({}) })
  expect(isRuntimeError(copy, 'UNAVAILABLE')).toBe(true)
  expect(isRuntimeError(copy, 'DEADLINE_EXCEEDED')).toBe(false)
  expect(isRuntimeError(Object.assign(new Error('x'), { code: 'ENOENT', toJSON: () => ({}) }))).toBe(false)
  expect(isRuntimeError({ code: 'UNAVAILABLE' })).toBe(false)
})
