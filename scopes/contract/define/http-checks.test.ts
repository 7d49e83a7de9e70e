import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { httpContract, type HttpOperationInput, schemas, toDocument } from './index.ts'

const ok = { 200: z.string() }
/** Past the compiler, as a contract in JavaScript is. */
const contract = (operations: object, id = 'acme.test/api') =>
  httpContract({ id, operations } as unknown as { id: 'a/b'; operations: Record<never, never> })
const codes = (operations: Readonly<Record<string, unknown>>) =>
  toDocument(contract(operations)).diagnostics.map(({ code, location }) => `${code} ${location?.pointer}`)
const one = (operation: Partial<HttpOperationInput> & Readonly<Record<string, unknown>>) =>
  codes({ get: { method: 'GET', path: '/', responses: ok, ...operation } })

describe('what is wrong with an operation', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    ['GET with a body', { body: z.string() }, ['BODY_NOT_ALLOWED /operations/get/body']],
    ['DELETE with a body', { method: 'DELETE', body: z.string() }, ['BODY_NOT_ALLOWED /operations/get/body']],
    ['a method that is none', { method: 'FETCH' }, ['INVALID_METHOD /operations/get/method']],
    ['a path without a slash', { path: 'orders' }, ['INVALID_PATH /operations/get/path']],
    ['a path with a query', { path: '/orders?x=1' }, ['INVALID_PATH /operations/get/path']],
    ['a parameter twice', { path: '/{a}/{a}', params: { a: z.string() } }, ['INVALID_PATH /operations/get/path']],
    ['an undeclared parameter', { path: '/{a}' }, ['PATH_PARAMETER_UNDECLARED /operations/get/path']],
    ['a stray parameter', { params: { a: z.string() } }, ['PATH_PARAMETER_UNUSED /operations/get/params/a']],
    [
      'an optional path parameter',
      { path: '/{a}', params: { a: z.string().optional() } },
      ['INVALID_PARAMETER /operations/get/params/a'],
    ],
    ['an object in a query', { query: { a: z.object({}) } }, ['INVALID_PARAMETER /operations/get/query/a']],
    ['an array in a header', { headers: { a: z.array(z.string()) } }, ['INVALID_PARAMETER /operations/get/headers/a']],
    ['a query that is no object', { query: z.string() }, ['INVALID_PARAMETER /operations/get/query']],
    ['a body that may be absent', { method: 'POST', body: z.object({ a: z.string() }).optional() }, []],
    [
      'a body with a default',
      { method: 'POST', body: z.object({ a: z.string() }).default({ a: '' }) },
      ['OPTIONAL_PAYLOAD /operations/get/body'],
    ],
    [
      'a query that may be absent',
      { query: z.object({}).optional() },
      ['OPTIONAL_PAYLOAD /operations/get/query', 'LOSSY /get/request/query'],
    ],
    [
      'an answer that may be absent',
      { responses: { 200: z.string().optional() } },
      ['OPTIONAL_PAYLOAD /operations/get/responses/200', 'LOSSY /get/response/200/body'],
    ],
    ['a header in capitals', { headers: { 'X-Id': z.string() } }, ['INVALID_HEADER /operations/get/headers/X-Id']],
    ['no response', { responses: {} }, ['NO_RESPONSES /operations/get/responses']],
    ['a status that is none', { responses: { 99: null } }, ['INVALID_STATUS /operations/get/responses/99']],
    ['an error that is none', { errors: [1000] }, ['INVALID_STATUS /operations/get/responses/1000']],
    ['204 with a body', { responses: { 204: z.string() } }, ['BODY_NOT_ALLOWED /operations/get/responses/204']],
    ['a deadline below 1', { deadlineMs: 0 }, ['INVALID_DEADLINE /operations/get/deadlineMs']],
    ['an unknown option', { deadline: 5 }, ['UNKNOWN_OPTION /operations/get/deadline']],
  ])('%s', (_name, operation, expected) => expect(one(operation)).toEqual(expected))
})

test('an optional field, a nullable body and one of anything are no optional payload', () => {
  expect(one({ method: 'POST', body: z.object({ a: z.string().optional() }) })).toEqual([])
  expect(one({ method: 'POST', body: z.string().nullable() })).toEqual([])
  expect(one({ method: 'POST', body: z.unknown() })).toEqual([])
})

test('two operations on one route, whatever the parameter is called', () => {
  expect(
    codes({
      getOrder: { method: 'GET', path: '/orders/{id}', params: { id: z.string() }, responses: ok },
      getIt: { method: 'GET', path: '/orders/{key}', params: { key: z.string() }, responses: ok },
    }),
  ).toEqual(['DUPLICATE_ROUTE /operations/getIt/path'])
})

test('no operation, an unfit name, an unfit id, an unfit line', () => {
  expect(codes({})).toEqual(['NO_OPERATIONS /operations'])
  expect(codes({ 'get-it': { method: 'GET', path: '/', responses: ok } })).toEqual([
    'INVALID_OPERATION_NAME /operations/get-it',
  ])
  const get = { method: 'GET', path: '/', responses: ok } as const
  expect(toDocument(contract({ get }, 'orders')).diagnostics).toMatchObject([{ code: 'INVALID_ID' }])
  expect(toDocument(contract({ get }, 'Acme.x/y')).diagnostics).toMatchObject([{ code: 'INVALID_ID' }])
  const late = httpContract({ id: 'acme.test/api', line: 0, operations: { get } })
  expect(toDocument(late).diagnostics).toMatchObject([{ code: 'INVALID_LINE' }])
})

test('schemas without a schema', () => {
  expect(toDocument(schemas({ id: 'acme.test/x', schemas: {} })).diagnostics).toMatchObject([{ code: 'NO_SCHEMAS' }])
})

test('a finding suggests what was meant', () => {
  const [finding] = toDocument(contract({ get: { method: 'GET', path: '/', responses: ok, summry: 'x' } })).diagnostics
  expect(finding?.message).toBe('"summry" is no option of an operation, did you mean "summary"?')
})

test('an unknown option of the contract itself', () => {
  const get = { method: 'GET', path: '/', responses: ok } as const
  const stray = { id: 'acme.test/api', operations: { get }, sumary: 'x' } as const
  expect(toDocument(httpContract(stray)).diagnostics).toMatchObject([
    { code: 'UNKNOWN_OPTION', location: { pointer: '/sumary' } },
  ])
})
