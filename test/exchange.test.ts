import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { petsOpenApi } from '../scopes/contract/exchange/pets-openapi.fixture.ts'
import { chatAsyncApi, streetsAsyncApi } from '../scopes/contract/exchange/streets-asyncapi.fixture.ts'
import { test } from './rig.ts'

interface Imported {
  readonly created: readonly string[]
  readonly diagnostics: readonly { readonly code: string }[]
}

const hooks = `openapi: 3.1.0
info: { title: Hooks, version: '1' }
webhooks:
  adopted:
    post:
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { pet: { type: string } } } } } }
      responses: { '200': { description: OK } }
`

test('documents become contracts that build and mock, and become documents again', async ({ rig }) => {
  await rig.workspace('ws')
  rig.write({
    'ws/pets.yaml': petsOpenApi,
    'ws/streets.yaml': streetsAsyncApi,
    'ws/chat.yaml': chatAsyncApi,
    'ws/hooks.yaml': hooks,
  })

  const preview = await rig.tessera('ws', 'contract', 'import', 'pets.yaml', '--dry-run')
  expect(preview.stdout).toContain('export const petStore = httpContract({')
  expect(preview.stdout).toContain('CALLBACK_DROPPED')
  expect(rig.read('ws/.bitmap')).not.toContain('pet-store')

  const pets = await rig.json<Imported>('ws', 'contract', 'import', 'pets.yaml', '--scope', 'acme.pets')
  expect(pets.created).toEqual(
    ['contract', 'types', 'mocks', 'client', 'server'].map((part) => `acme.pets/pet-store/${part}`),
  )
  expect(pets.diagnostics.map(({ code }) => code)).toContain('MEDIA_TYPE_DROPPED')
  await rig.json('ws', 'contract', 'import', 'streets.yaml', '--name', 'streets')
  await rig.json('ws', 'contract', 'import', 'chat.yaml', '--pattern', 'sockets')
  await rig.json('ws', 'contract', 'import', 'hooks.yaml')
  const built = await rig.tessera('ws', 'build')
  expect(built.stderr).toContain('20 built')
  expect(built.code).toBe(0)
  const mocked = await rig.json<Record<string, { readonly responses: object }>>('ws', 'mock', 'pet-store/contract')
  expect(Object.keys(mocked['listPets']?.responses ?? {})).toEqual(['200', '500'])

  await rig.json('ws', 'contract', 'export', 'pet-store', '--out', 'exported.yaml')
  await rig.json('ws', 'contract', 'import', 'exported.yaml', '--name', 'pet-copy', '--scope', 'acme.pets')
  const contract = (name: string): string =>
    rig.read(`ws/components/${name}/contract/contract.json`).replaceAll('pet-copy', 'pet-store')
  expect(JSON.parse(contract('pet-copy'))).toEqual(JSON.parse(contract('pet-store')))
  const postman = await rig.json<{ readonly item: readonly unknown[] }>(
    'ws',
    'contract',
    'export',
    'pet-store',
    '--format',
    'postman',
  )
  expect(postman.item).toHaveLength(5)
  const asyncapi = await rig.json<{ readonly asyncapi: string }>('ws', 'contract', 'export', 'chat/client')
  expect(asyncapi.asyncapi).toBe('3.0.0')
}, 240_000)

test('a newer document goes into the same contract, and the verdict says what it breaks', async ({ rig }) => {
  await rig.workspace('ws')
  rig.write({ 'ws/hooks.yaml': hooks, 'ws/chat.yaml': chatAsyncApi })
  await rig.json('ws', 'contract', 'import', 'hooks.yaml')
  rig.edit('ws/components/hooks/contract/contract.ts', 'operations: {', 'line: 4, operations: {')
  await rig.json('ws', 'tag', '-m', 'first', '--skip-tests')

  const again = await rig.tessera('ws', 'contract', 'import', 'hooks.yaml')
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('add --replace')])
  const other = await rig.tessera('ws', 'contract', 'import', 'chat.yaml', '--name', 'hooks', '--replace')
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('WRONG_PATTERN')])
  const none = await rig.tessera('ws', 'contract', 'import', 'hooks.yaml', '--name', 'nobody', '--replace')
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('nobody to replace')])
  expect((await rig.tessera('ws', 'breaking')).code).toBe(0)

  rig.edit('ws/hooks.yaml', 'pet: { type: string }', 'pet: { type: integer }')
  const replaced = await rig.tessera('ws', 'contract', 'import', 'hooks.yaml', '--replace')
  expect(replaced.stderr).toContain('next: tessera breaking hooks')
  expect(JSON.parse(rig.read('ws/components/hooks/contract/contract.json'))).toMatchObject({ line: 4 })
  const broken = await rig.tessera('ws', 'breaking', 'hooks')
  expect([broken.code, broken.stdout]).toEqual([1, expect.stringContaining('type-changed')])
}, 120_000)

test('what cannot be imported or exported is said, and nothing is left behind', async ({ rig }) => {
  await rig.workspace('ws')
  rig.write({
    'secret.yaml': 'Secret: { type: string }',
    'ws/outside.yaml': `openapi: 3.0.0\npaths: {}\ncomponents: { schemas: { A: { $ref: '../secret.yaml#/Secret' } } }\n`,
    'ws/broken.yaml': 'openapi: 3.0.0\ninfo: { title: "open\n',
    'ws/old.json': '{ "swagger": "2.0" }',
  })
  const refused = async (...words: string[]): Promise<string> => {
    const { code, stderr } = await rig.tessera('ws', 'contract', ...words)
    expect(code).toBe(2)
    return stderr
  }
  expect(await refused('import', 'outside.yaml')).toContain('REF_OUTSIDE')
  expect(await refused('import', 'broken.yaml')).toContain('broken.yaml:3')
  expect(await refused('import', 'old.json')).toContain('Swagger 2.0')
  expect(await refused('import', 'missing.json')).toContain('NO_SUCH_FILE')
  expect(await refused('export', 'nothing')).toContain('COMPONENT_NOT_FOUND')
  expect(await refused('copy', 'old.json')).toContain('import or export')
  expect(readFileSync(rig.path('ws/.bitmap'), 'utf8')).not.toContain('contract')
}, 120_000)
