import { TesseraError } from '@tessera/core.model'
import { expect, test } from 'vitest'
import { evaluate, unordered } from './evaluate.fixture.ts'
import {
  fromAsyncApi,
  fromDocument,
  fromJsonSchema,
  fromOpenApi,
  printContract,
  toAsyncApi,
  toOpenApi,
} from './index.ts'
import { httpDocument, messagingDocument } from './contracts.fixture.ts'

function refusal(action: () => unknown): Pick<TesseraError, 'code' | 'message' | 'hint' | 'location'> {
  try {
    action()
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const { code, message, hint, location } = error
    return { code, message, hint, location }
  }
  throw new Error('nothing was refused')
}

function api(schemas: object, more: object = {}): object {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/A' } } }
  const get = { operationId: 'getA', responses: { 200: { description: 'OK', content } } }
  return {
    openapi: '3.1.0',
    info: { title: 'A', version: '1' },
    paths: { '/a': { get } },
    components: { schemas },
    ...more,
  }
}

test.each([
  ['Swagger 2.0', () => fromOpenApi({ swagger: '2.0', paths: {} })],
  ['OpenAPI 4', () => fromOpenApi({ openapi: '4.0.0' })],
  ['AsyncAPI 2', () => fromAsyncApi('asyncapi: 2.6.0')],
  ['AsyncAPI for OpenAPI', () => fromOpenApi('asyncapi: 3.0.0')],
  ['OpenAPI for AsyncAPI', () => fromAsyncApi('openapi: 3.0.0')],
  ['no document', () => fromOpenApi('just text')],
  ['nothing in it', () => fromOpenApi({ openapi: '3.1.0', info: {} })],
  ['no messages', () => fromAsyncApi({ asyncapi: '3.0.0', channels: { a: { address: 'a' } } })],
  ['an empty schema', () => fromJsonSchema({})],
  ['a manifest for a schema', () => fromJsonSchema({ name: 'a', type: 'module', description: 'a package' })],
  ['YAML that is none', () => fromOpenApi('openapi: 3.0.0\ninfo:\n  title: "open\npaths: {}\n', { file: 'api.yaml' })],
  ['YAML with a tab', () => fromOpenApi('openapi: 3.0.0\npaths:\n\t/a: {}\n', { file: 'api.yaml' })],
  ['JSON that is none', () => fromOpenApi('{ "openapi": "3.0.0", }}', { file: 'api.json' })],
  ['aliases that multiply', () => fromOpenApi(bomb(), { file: 'bomb.yaml' })],
  ['a reference to nothing', () => fromOpenApi(api({ A: { $ref: '#/components/schemas/Aa' }, Ab: {} }))],
  ['a reference to no file', () => fromOpenApi(api({ A: { $ref: 'other.yaml#/A' } }))],
  ['a reference to a missing anchor', () => fromJsonSchema({ type: 'array', items: { $ref: '#there' } })],
  ['a remote reference', () => fromOpenApi(api({ A: { $ref: 'https://example.com/a.json#/A' } }))],
  ['a hostile reference', () => fromOpenApi(api({ A: { $ref: '#/__proto__/constructor' } }))],
  [
    'references in a circle',
    () => fromOpenApi(api({ A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } })),
  ],
  ['too deep', () => fromJsonSchema(deep(3000))],
  ['messages as OpenAPI', () => toOpenApi(messagingDocument)],
  ['HTTP as AsyncAPI', () => toAsyncApi(httpDocument)],
])('%s is refused with where and what to do', (_name, action) => {
  expect(refusal(action)).toMatchSnapshot()
})

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let at = 1; at < 12; at++)
    lines.push(`a${at}: &a${at} [${Array.from({ length: 9 }, () => `*a${at - 1}`).join(', ')}]`)
  return lines.join('\n')
}

function deep(levels: number): object {
  let schema: object = { type: 'string' }
  for (let at = 0; at < levels; at++) schema = { type: 'array', items: schema }
  return schema
}

test('fifty levels are fine', () => {
  const { document } = fromJsonSchema(deep(50))
  expect(unordered(evaluate(printContract(document)) as never)).toEqual(unordered(document))
})

test('schemas that contain themselves without an end are cut, and it is said', () => {
  const { document, diagnostics } = fromOpenApi(
    api({
      A: { allOf: [{ $ref: '#/components/schemas/B' }, { type: 'object', properties: { a: { type: 'string' } } }] },
      B: { allOf: [{ $ref: '#/components/schemas/A' }] },
    }),
  )
  expect(diagnostics.map(({ code }) => code)).toContain('ENDLESS_REFERENCE')
  expect(evaluate(printContract(document))).toBeDefined()
})

test('hostile names are data: they reach neither code nor prototypes', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    "'); globalThis.hacked = true; ('",
    '*/ globalThis.hacked = true /*',
    '${globalThis.hacked = true}',
    '\u2028',
  ]
  const properties = Object.fromEntries(
    names.map((name) => [name, { type: 'string', description: name, enum: [name], default: name }]),
  )
  const schemas = Object.fromEntries(names.map((name) => [name, { type: 'object', properties, title: name }]))
  const { document } = fromOpenApi(
    api(
      {
        ...schemas,
        A: {
          type: 'object',
          properties: Object.fromEntries(
            names.map((name, at) => [
              `p${at}`,
              { $ref: `#/components/schemas/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}` },
            ]),
          ),
        },
      },
      { info: { title: names[3], description: names[4], version: '1' } },
    ),
  )
  const printed = evaluate(printContract(document)) as typeof document
  expect(unordered(printed)).toEqual(unordered(document))
  expect(globalThis).not.toHaveProperty('hacked')
  expect(({} as Record<string, unknown>)['type']).toBeUndefined()
})

test('names that collide, that are reserved or in other scripts become names that code can bear', () => {
  const get = (operationId: string): object => ({ get: { operationId, responses: { 200: { description: 'OK' } } } })
  const paths = Object.fromEntries(
    ['get-pet', 'getPet', 'get_pet', 'delete', '宠物', '🐈', '2nd'].map((id, at) => [`/p${at}`, get(id)]),
  )
  const { document, diagnostics } = fromOpenApi({ openapi: '3.1.0', info: { title: '宠物', version: '1' }, paths })
  expect(Object.keys(document.operations ?? {})).toEqual([
    'getPet',
    'getPet2',
    'get_pet3',
    'delete',
    '宠物',
    'operation',
    'operation2nd',
  ])
  expect(diagnostics.filter(({ code }) => code === 'RENAMED')).toHaveLength(5)
  expect(unordered(evaluate(printContract(document)) as never)).toEqual(unordered(document))
})

test('what has the wrong shape is left out, and it is said', () => {
  const { document, diagnostics } = fromOpenApi({
    openapi: '3.0.0',
    info: [],
    paths: {
      '/a': { get: { responses: [], parameters: { not: 'a list' } }, post: 7 },
      '/b': null,
      '/c?x=y': { get: {} },
    },
    components: { schemas: [] },
  })
  expect(Object.keys(document.operations ?? {})).toEqual(['getA', 'postA'])
  expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining(['RESPONSE_ASSUMED', 'OPERATION_DROPPED']))
})

test.each([
  [null],
  [7],
  ['text'],
  [[]],
  [[1]],
  [{ type: 5 }],
  [{ properties: [] }],
  [{ required: 'a' }],
  [{ allOf: {} }],
  [{ enum: 3 }],
])('a schema that is none (%j) takes what it can', (schema) => {
  const { document, diagnostics } = fromOpenApi(api({ A: { type: 'object', properties: { a: schema } } }))
  expect(diagnostics.map(({ code }) => code)).toContain('INVALID_KEYWORD')
  expect(evaluate(printContract(document))).toBeDefined()
})

test('five megabytes are read, printed and written', { timeout: 60_000 }, () => {
  const count = 6000
  const fields = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      `field${at}`,
      { type: 'string', description: 'x'.repeat(20), maxLength: at + 1 },
    ]),
  )
  const schemas = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `S${at}`,
      {
        type: 'object',
        properties: {
          ...fields,
          next: { $ref: `#/components/schemas/S${(at + 1) % count}` },
          other: { $ref: `#/components/schemas/S${(at * 7) % count}` },
        },
      },
    ]),
  )
  const paths = Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => [
      `/p${at}`,
      {
        get: {
          operationId: `get${at}`,
          responses: {
            200: {
              description: 'OK',
              content: { 'application/json': { schema: { $ref: `#/components/schemas/S${at}` } } },
            },
          },
        },
      },
    ]),
  )
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Big', version: '1' },
    paths,
    components: { schemas },
  })
  expect(text.length).toBeGreaterThan(5_000_000)
  const { document } = fromDocument(text)
  expect(Object.keys(document.$defs)).toHaveLength(count)
  const printed = printContract(document)
  expect(printed.length).toBeGreaterThan(1_000_000)
  // TypeScript would refuse to write out what it infers.
  expect(printed).toContain('export const big: HttpContract = httpContract({')
  expect(Object.keys(toOpenApi(document)['paths'] as object)).toHaveLength(1000)
})
