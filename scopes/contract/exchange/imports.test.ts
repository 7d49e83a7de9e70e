import { type ContractDocument, formatDocument, readDocument } from '@tessera/contract.define'
import type { Diagnostic } from '@tessera/core.model'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { evaluate, unordered } from './evaluate.fixture.ts'
import { fromAsyncApi, fromDocument, fromJsonSchema, fromOpenApi, type Imported, printContract } from './index.ts'
import { petsOpenApi } from './pets-openapi.fixture.ts'
import { chatAsyncApi, streetsAsyncApi } from './streets-asyncapi.fixture.ts'

// Real documents take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 })

const shapes = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'shape list',
  type: 'array',
  items: [{ $ref: '#/definitions/shape' }],
  additionalItems: { $ref: '#/definitions/shape' },
  definitions: {
    shape: {
      type: 'object',
      properties: { sides: { type: 'integer', minimum: 2, exclusiveMinimum: true }, next: { $ref: '#' } },
      dependencies: { sides: ['next'] },
      if: { properties: { sides: { const: 3 } } },
      else: { required: ['next'] },
    },
    anchored: { $id: '#anchored', type: ['string', 'null'], maxLength: 5 },
    user: { $ref: '#anchored', maxLength: 3, description: 'What it says.' },
  },
}

test.each([
  ['openapi', () => fromOpenApi(petsOpenApi, { file: 'pets.yaml', id: 'acme.pets/pet-store' })],
  ['asyncapi', () => fromAsyncApi(streetsAsyncApi, { file: 'streets.yaml', id: 'acme.city/street-lights' })],
  ['sockets', () => fromAsyncApi(chatAsyncApi, { file: 'chat.yaml', id: 'acme.chat/chat' })],
  ['json-schema', () => fromJsonSchema(shapes, { file: 'shapes.json', id: 'acme.shared/shapes' })],
] as const)('%s reads as a person would write it, and nothing is lost in silence', async (name, read) => {
  const imported = read()
  const source = printContract(imported.document)
  expect(unordered(sound(imported))).toEqual(unordered(imported.document))
  await expect(source).toMatchFileSnapshot(`./imported-${name}.contract.snap`)
  await expect(imported.diagnostics.map(lineOf).join('\n')).toMatchFileSnapshot(`./imported-${name}.notes.snap`)
})

test('references lead into other files, and are named once', () => {
  const files: Record<string, string> = {
    'schemas/pet.yaml': 'type: object\nproperties: { owner: { $ref: ../people.json#/$defs/Owner } }',
    'people.json':
      '{"$defs":{"Owner":{"type":"object","properties":{"pets":{"type":"array","items":{"$ref":"schemas/pet.yaml"}}}}}}',
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/pets': { $ref: 'paths.yaml#/pets' },
    },
  }
  const paths = `pets:\n  get:\n    operationId: getPet\n    responses:\n      '200': { description: OK, content: { application/json: { schema: { $ref: schemas/pet.yaml } } } }\n`
  const read = (path: string): string => (path === 'paths.yaml' ? paths : (files[path] as string))
  const imported = fromOpenApi(document, { file: 'api.json', read })
  expect(imported.document.$defs).toEqual({
    Owner: { type: 'object', properties: { pets: { type: 'array', items: { $ref: '#/$defs/Pet' } } } },
    Pet: { type: 'object', properties: { owner: { $ref: '#/$defs/Owner' } } },
  })
  sound(imported)
})

test('webhooks are operations that the provider calls', () => {
  const post = {
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'string' } } } },
    responses: { 200: { description: 'OK' } },
  }
  const imported = fromOpenApi({
    openapi: '3.1.0',
    info: { title: 'Hooks', version: '1' },
    webhooks: { 'pet.adopted': { post } },
  })
  expect(imported.document.operations).toMatchObject({
    postPetAdopted: { webhook: true, path: '/pet.adopted', method: 'POST' },
  })
  expect(imported.document.slots[0]).toMatchObject({ sentBy: 'provider', schema: { type: 'string' } })
  sound(imported)
})

test('a document of any kind is recognised', () => {
  expect(fromDocument(petsOpenApi).document.pattern).toBe('http')
  expect(fromDocument(streetsAsyncApi).document.pattern).toBe('messaging')
  expect(fromDocument(JSON.stringify(shapes)).document.pattern).toBe('schemas')
  expect(fromDocument({ openapi: '3.1.0', components: { schemas: { A: { type: 'string' } } } }).document).toMatchObject(
    {
      pattern: 'schemas',
      exports: ['A'],
    },
  )
})

const real = join(import.meta.dirname, '../../../../shared/data')
const documents = ['adyen', 'asyncapi'].flatMap((folder) =>
  existsSync(join(real, folder)) ? readdirSync(join(real, folder)).map((file) => join(real, folder, file)) : [],
)
test.skipIf(documents.length === 0)('real documents become contracts that say the same when they are printed', () => {
  for (const file of documents.filter((name) => /\.(json|ya?ml)$/.test(name))) {
    const imported = fromDocument(readFileSync(file, 'utf8'), { file })
    expect(unordered(sound(imported))).toEqual(unordered(imported.document))
  }
})

/** What its printed source gives; the document itself is one that everything downstream takes. */
function sound({ document }: Imported): ContractDocument {
  readDocument(formatDocument(document), 'contract.json')
  const printed = evaluate(printContract(document))
  if (printed === undefined) throw new Error('no finite value')
  return printed
}

function lineOf({ severity, code, message, hint, location }: Diagnostic): string {
  return `${severity} ${code} ${location?.line ?? ''}#${location?.pointer}: ${message}: ${hint}`
}
