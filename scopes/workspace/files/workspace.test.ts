import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { componentDirectory, formatBitmap, openWorkspace, updateSettings, writeBitmap } from './index.ts'
import { tempFolder } from './rig.ts'

function folder(files: Readonly<Record<string, string>>): string {
  const { root, dispose } = tempFolder(files)
  onTestFinished(dispose)
  return root
}

const minimal = { 'workspace.jsonc': '{ "teambit.workspace/workspace": { "defaultScope": "acme.orders" } }' }

describe('openWorkspace', () => {
  test('reads config, bitmap and settings from a folder below', async () => {
    const entry = { name: 'money', scope: '', version: '', mainFile: 'index.ts', rootDir: 'components/money' }
    const root = folder({
      'workspace.jsonc': `// contracts
        {
          "$schema": "https://static.bit.dev/teambit/schemas/schema.json",
          "teambit.workspace/workspace": {
            "name": "contracts", // ours
            "defaultScope": "acme.contracts",
            "defaultDirectory": "{scope}/{name}",
          },
          "teambit.dependencies/dependency-resolver": {
            "policy": { "dependencies": { "zod": "4.1.0", "a": { "version": "^1.0.0" } }, "peerDependencies": { "fastify": "5" } },
            "rootComponents": true
          },
          "teambit.workspace/variants": { "contracts": {} }
        }`,
      '.bitmap': formatBitmap({ entries: [entry] }),
      'package.json': '{ "name": "x", "tessera": { "remotes": { "acme.orders": "file:../scopes/acme.orders" } } }',
    })
    mkdirSync(join(root, 'a/b'), { recursive: true })
    expect(await openWorkspace(join(root, 'a/b'))).toEqual({
      root,
      name: 'contracts',
      defaultScope: 'acme.contracts',
      defaultDirectory: '{scope}/{name}',
      policy: { dependencies: { zod: '4.1.0', a: '^1.0.0' }, peerDependencies: { fastify: '5' } },
      settings: {
        remotes: { 'acme.orders': 'file:../scopes/acme.orders' },
        consumers: ['consumers/*'],
        afterExport: '',
      },
      bitmap: { entries: [entry] },
    })
  })

  test('what is left out has defaults', async () => {
    const root = folder(minimal)
    expect(await openWorkspace(root)).toMatchObject({
      name: 'acme.orders',
      defaultDirectory: 'components/{name}',
      policy: { dependencies: {}, peerDependencies: {} },
      settings: { remotes: {}, consumers: ['consumers/*'], afterExport: '' },
      bitmap: { entries: [] },
    })
  })

  const aspect = '  "teambit.workspace/workspace"'
  const cases: readonly [what: string, files: Readonly<Record<string, string>>, error: object][] = [
    [
      'no workspace',
      { 'a.txt': '' },
      { code: 'NO_WORKSPACE', hint: expect.stringContaining('tessera init') as string },
    ],
    [
      'bad syntax',
      { 'workspace.jsonc': `{\n${aspect}: {\n "defaultScope" "a.b" } }` },
      { code: 'INVALID_WORKSPACE_CONFIG', location: { file: 'workspace.jsonc', line: 3 } },
    ],
    [
      'a merge conflict',
      { 'workspace.jsonc': `{\n<<<<<<< HEAD\n${aspect}: {} }` },
      {
        code: 'INVALID_WORKSPACE_CONFIG',
        location: { line: 2 },
        message: expect.stringContaining('conflict') as string,
      },
    ],
    ['an empty file', { 'workspace.jsonc': '' }, { code: 'INVALID_WORKSPACE_CONFIG' }],
    ['a list', { 'workspace.jsonc': '[]' }, { code: 'INVALID_WORKSPACE_CONFIG' }],
    [
      'no default scope',
      { 'workspace.jsonc': `{\n\n${aspect}: {} }` },
      {
        code: 'INVALID_WORKSPACE_CONFIG',
        location: { line: 3 },
        message: expect.stringContaining('defaultScope') as string,
      },
    ],
    [
      'a bad default scope',
      { 'workspace.jsonc': `{\n${aspect}: { "defaultScope": "A.B" } }` },
      { location: { line: 2 } },
    ],
    [
      'a wrong type',
      { 'workspace.jsonc': `{\n${aspect}: {\n  "defaultScope": "a.b",\n  "name": 1 } }` },
      { code: 'INVALID_WORKSPACE_CONFIG', location: { line: 4 } },
    ],
    [
      'a directory without a name',
      { 'workspace.jsonc': `{\n${aspect}: {\n  "defaultScope": "a.b",\n  "defaultDirectory": "x" } }` },
      { code: 'INVALID_WORKSPACE_CONFIG', location: { line: 4 } },
    ],
    [
      'a directory outside',
      { 'workspace.jsonc': `{\n${aspect}: {\n  "defaultScope": "a.b",\n  "defaultDirectory": "../{name}" } }` },
      { code: 'INVALID_WORKSPACE_CONFIG', location: { line: 4 } },
    ],
    [
      'a policy of numbers',
      {
        'workspace.jsonc': `{ ${aspect}: { "defaultScope": "a.b" },
          "teambit.dependencies/dependency-resolver": { "policy": { "dependencies": {
            "zod": 4 } } } }`,
      },
      { code: 'INVALID_WORKSPACE_CONFIG', location: { line: 3 } },
    ],
    [
      'a bad bitmap',
      { ...minimal, '.bitmap': '{ "a": 1' },
      { code: 'INVALID_BITMAP', location: { file: '.bitmap', line: 1 } },
    ],
    [
      'a bad package.json',
      { ...minimal, 'package.json': '{\n "name": }' },
      { code: 'INVALID_PACKAGE_JSON', location: { file: 'package.json', line: 2 } },
    ],
    ['a package.json with comments', { ...minimal, 'package.json': '{} // x' }, { code: 'INVALID_PACKAGE_JSON' }],
    [
      'an unknown setting',
      { ...minimal, 'package.json': '{\n "tessera": {\n  "remote": {} } }' },
      {
        code: 'INVALID_SETTINGS',
        location: { line: 3 },
        message: expect.stringContaining('did you mean "remotes"?') as string,
      },
    ],
    [
      'a remote that is no text',
      { ...minimal, 'package.json': '{ "tessera": { "remotes": { "a.b": 1 } } }' },
      { code: 'INVALID_SETTINGS' },
    ],
    [
      'a remote of no scope',
      { ...minimal, 'package.json': '{ "tessera": { "remotes": { "A": "x" } } }' },
      { code: 'INVALID_SETTINGS' },
    ],
    [
      'consumers outside',
      { ...minimal, 'package.json': '{ "tessera": { "consumers": ["../x"] } }' },
      { code: 'INVALID_SETTINGS' },
    ],
  ]

  test.each(cases)('%s is refused', async (_what, files, error) => {
    await expect(openWorkspace(folder(files))).rejects.toMatchObject({ hint: expect.any(String) as string, ...error })
  })
})

describe('updateSettings', () => {
  test('changes its key and nothing else, indentation and line ends included', async () => {
    const text =
      '{\r\n\t"name": "x",\r\n\t"tessera": {\r\n\t\t"consumers": [\r\n\t\t\t"apps/*"\r\n\t\t]\r\n\t},\r\n\t"z": 1\r\n}\r\n'
    const root = folder({ ...minimal, 'package.json': text })
    const workspace = await updateSettings(await openWorkspace(root), { remotes: { 'acme.orders': 'file:../x' } })
    expect(workspace.settings).toMatchObject({ remotes: { 'acme.orders': 'file:../x' }, consumers: ['apps/*'] })
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe(
      text.replace('\r\n\t},', ',\r\n\t\t"remotes": {\r\n\t\t\t"acme.orders": "file:../x"\r\n\t\t}\r\n\t},'),
    )
    expect((await openWorkspace(root)).settings).toEqual(workspace.settings)
  })

  test('makes the package.json where there is none, and refuses what it would not read', async () => {
    const workspace = await openWorkspace(folder(minimal))
    await updateSettings(workspace, { consumers: ['apps/*'] })
    expect((await openWorkspace(workspace.root)).settings.consumers).toEqual(['apps/*'])
    const bad = updateSettings(workspace, { remotes: { 'No Scope': 'x' } })
    await expect(bad).rejects.toMatchObject({ code: 'INVALID_SETTINGS' })
    expect((await openWorkspace(workspace.root)).settings.remotes).toEqual({})
  })
})

test('writeBitmap replaces the entries, keeps the rest, and leaves no other file', async () => {
  const root = folder({
    ...minimal,
    '.bitmap': formatBitmap({ entries: [], rest: { _bit_lane: { exported: false } } }),
  })
  const entries = ['b', 'a'].map((name) => ({
    name,
    scope: '',
    version: '',
    mainFile: 'i.ts',
    rootDir: `components/${name}`,
  }))
  const workspace = await writeBitmap(await openWorkspace(root), entries)
  expect(workspace.bitmap).toEqual({ entries: entries.toReversed(), rest: { _bit_lane: { exported: false } } })
  expect(await openWorkspace(root)).toEqual(workspace)
  expect(readdirSync(root).toSorted()).toEqual(['.bitmap', 'workspace.jsonc'])
})

test.each([
  ['components/{name}', 'acme.orders', 'components/orders-api/client'],
  ['{scope}/{name}', 'acme.orders', 'orders/orders-api/client'],
  ['{owner}/{scope}/{name}', 'acme.orders', 'acme/orders/orders-api/client'],
  ['{scopeId}/x/{name}', 'acme.orders', 'acme.orders/x/orders-api/client'],
  ['{scope}/{name}', 'design', 'design/orders-api/client'],
])('the directory %s of scope %s', (defaultDirectory, scope, expected) => {
  expect(componentDirectory({ defaultDirectory }, { scope, name: 'orders-api/client' })).toBe(expected)
})
