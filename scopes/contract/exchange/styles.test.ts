import type { ContractDocument, ParameterStyle } from '@tessera/contract.define/document'
import { expect, test } from 'vitest'
import { evaluate, unordered } from './evaluate.fixture.ts'
import { fromOpenApi, printContract, toOpenApi } from './index.ts'
import { parameterText, queryPairs } from './postman/parameter.ts'

interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path' | 'header'
  readonly style?: string
  readonly explode?: boolean
  readonly schema: object
}

const text = { type: 'string' }
const list = { type: 'array', items: text }
const flat = { type: 'object', properties: { color: text, size: { type: 'integer' } } }
const deep = { type: 'object', properties: { color: flat } }

function imported(...parameters: readonly Parameter[]): { document: ContractDocument; lost: readonly string[] } {
  const path = parameters.some((one) => one.in === 'path') ? '/things/{id}' : '/things'
  const described = parameters.map((one) => (one.in === 'path' ? { ...one, required: true } : one))
  const get = { operationId: 'getThings', parameters: described, responses: { 200: { description: 'fine' } } }
  const { document, diagnostics } = fromOpenApi({
    openapi: '3.1.0',
    info: { title: 'Things' },
    paths: { [path]: { get } },
  })
  return { document, lost: diagnostics.filter(({ severity }) => severity !== 'info').map(({ message }) => message) }
}

test.each<[string, Parameter, object | undefined]>([
  ['a list in a query', { name: 'tags', in: 'query', schema: list }, undefined],
  ['an object in a query', { name: 'filter', in: 'query', schema: flat }, { 'query/filter': { style: 'form' } }],
  [
    'an object in one text of a query',
    { name: 'filter', in: 'query', explode: false, schema: flat },
    { 'query/filter': { explode: false } },
  ],
  [
    'a deep object in a query',
    { name: 'filter', in: 'query', style: 'deepObject', schema: flat },
    { 'query/filter': { style: 'deepObject' } },
  ],
  ['a list in a path', { name: 'id', in: 'path', schema: list }, { 'params/id': { style: 'simple' } }],
  ['an object in a path', { name: 'id', in: 'path', schema: flat }, { 'params/id': { style: 'simple' } }],
  ['a list in a header', { name: 'x-tags', in: 'header', schema: list }, { 'headers/x-tags': { style: 'simple' } }],
])('%s is carried, and printed and written as it was', (_what, parameter, styles) => {
  const { document, lost } = imported(parameter)
  expect(lost).toEqual([])
  expect(document.operations?.['getThings']?.styles).toEqual(styles)
  expect(document.slots[0]?.schema).toMatchObject({ properties: { [parameter.name]: parameter.schema } })
  expect(unordered(evaluate(printContract(document)) as ContractDocument)).toEqual(unordered(document))
  expect(fromOpenApi(toOpenApi(document)).document).toEqual(document)
})

test.each<[string, readonly Parameter[], string]>([
  ['an object within an object', [{ name: 'filter', in: 'query', schema: deep }], 'is no text, number or boolean'],
  [
    'a property that is a parameter too',
    [
      { name: 'filter', in: 'query', schema: flat },
      { name: 'size', in: 'query', schema: text },
    ],
    'has "size", which another parameter has',
  ],
  [
    'a delimited object',
    [{ name: 'filter', in: 'query', style: 'pipeDelimited', schema: flat }],
    'is no text, number or boolean',
  ],
])('%s becomes a text, and that is said', (_what, parameters, message) => {
  const { document, lost } = imported(...parameters)
  expect(lost.join()).toContain(message)
  expect(document.slots[0]?.schema).toMatchObject({ properties: { filter: text } })
})

const tags = ['a', 'b']
const filter = { color: 'red', size: 1 }

// The rows of the table "Style Examples" of OpenAPI 3.1.
test.each<[ParameterStyle, unknown, string]>([
  [{}, tags, 'x=a&x=b'],
  [{ explode: false }, tags, 'x=a,b'],
  [{ style: 'pipeDelimited' }, tags, 'x=a|b'],
  [{ style: 'spaceDelimited' }, tags, 'x=a b'],
  [{ style: 'form' }, filter, 'color=red&size=1'],
  [{ style: 'form', explode: false }, filter, 'x=color,red,size,1'],
  [{ style: 'deepObject' }, filter, 'x[color]=red&x[size]=1'],
])('%j of %j stands in a query of Postman as %s', (style, value, written) => {
  const pairs = queryPairs('x', value, style)
  expect(pairs.map((pair) => pair.join('=')).join('&')).toBe(written)
})

test.each<[ParameterStyle, unknown, string]>([
  [{}, 'a', 'a'],
  [{}, tags, 'a,b'],
  [{}, filter, 'color,red,size,1'],
  [{ explode: true }, filter, 'color=red,size=1'],
  [{ style: 'label' }, tags, '.a,b'],
  [{ style: 'label', explode: true }, filter, '.color=red.size=1'],
  [{ style: 'matrix' }, 'a', ';x=a'],
  [{ style: 'matrix' }, tags, ';x=a,b'],
  [{ style: 'matrix', explode: true }, tags, ';x=a;x=b'],
  [{ style: 'matrix', explode: true }, filter, ';color=red;size=1'],
])('%j of %j stands in a path of Postman as %s', (style, value, written) => {
  expect(parameterText('x', value, style)).toBe(written)
})
