import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addComponent, openWorkspace, parseBitmap, planAdd } from './index.ts'
import type { AddOptions } from './index.ts'
import { tempFolder, workspaceFiles } from './rig.ts'

async function workspaceWith(files: Readonly<Record<string, string>>, directory = 'components/{name}') {
  const base = workspaceFiles({ 'acme.shared/money': { rootDir: 'components/money' } })
  const config = { defaultScope: 'acme.orders', defaultDirectory: directory }
  const { root, dispose } = tempFolder({
    ...base,
    'workspace.jsonc': JSON.stringify({ 'teambit.workspace/workspace': config }),
    'components/money/index.ts': '',
    ...files,
  })
  onTestFinished(dispose)
  return openWorkspace(root)
}

test('a folder is tracked under its path below the directory of components', async () => {
  const workspace = await workspaceWith({ 'components/orders-api/client/index.ts': '' })
  const result = await addComponent(workspace, 'components/orders-api/client')
  expect(result.entry).toEqual({
    name: 'orders-api/client',
    scope: '',
    version: '',
    defaultScope: 'acme.orders',
    mainFile: 'index.ts',
    rootDir: 'components/orders-api/client',
  })
  const written = parseBitmap(readFileSync(join(workspace.root, '.bitmap'), 'utf8'))
  expect(written.entries.map(({ name }) => name)).toEqual(['money', 'orders-api/client'])
  expect(result.workspace).toEqual(await openWorkspace(workspace.root))
})

test.each<[dir: string, template: string, options: AddOptions, id: string]>([
  ['components/a/b', 'components/{name}', {}, 'acme.orders/a/b'],
  ['elsewhere/a/b', 'components/{name}', {}, 'acme.orders/b'],
  ['orders/a/b', '{scope}/{name}', {}, 'acme.orders/a/b'],
  ['components/a', 'components/{name}', { id: 'x/y' }, 'acme.orders/x/y'],
  ['components/a', 'components/{name}', { id: 'acme.pay/x/y' }, 'acme.pay/x/y'],
  ['components/a', 'components/{name}', { id: 'x/y', scope: 'acme.pay' }, 'acme.pay/x/y'],
  ['components/a/', 'components/{name}', { scope: 'design' }, 'design/a'],
])('%s with %s and %j is %s', async (dir, template, options, id) => {
  const workspace = await workspaceWith({ [join(dir, 'index.ts')]: '' }, template)
  const { defaultScope, name } = await planAdd(workspace, dir, options)
  expect(`${defaultScope}/${name}`).toBe(id)
})

test.each<[files: readonly string[], main: string]>([
  [['only.ts'], 'only.ts'],
  [['index.ts', 'a.ts'], 'index.ts'],
  [['index.js', 'index.ts'], 'index.js'],
  [['contract.ts', 'contract.json'], 'contract.ts'],
])('of the files %j the main one is %s', async (files, main) => {
  const workspace = await workspaceWith(Object.fromEntries(files.map((file) => [`components/x/contract/${file}`, ''])))
  expect(await planAdd(workspace, 'components/x/contract')).toMatchObject({ mainFile: main })
})

test('the main file may be named', async () => {
  const workspace = await workspaceWith({ 'components/x/index.ts': '', 'components/x/src/main.ts': '' })
  expect(await planAdd(workspace, 'components/x', { main: './src/main.ts' })).toMatchObject({ mainFile: 'src/main.ts' })
})

describe('refused', () => {
  const files = {
    'components/x/a.ts': '',
    'components/x/b.ts': '',
    'components/money/inner/index.ts': '',
    'components/Bad Name/index.ts': '',
    'components/ignored/index.ts': '',
    'components/package/package.json': '{}',
    '.gitignore': 'components/ignored/\n',
  }
  test.each<[what: string, dir: string, options: AddOptions, error: object]>([
    ['the workspace itself', '.', {}, { code: 'OUTSIDE_WORKSPACE' }],
    ['a folder outside', '../x', {}, { code: 'OUTSIDE_WORKSPACE' }],
    ['a folder that is not there', 'components/y', {}, { code: 'NO_SUCH_FOLDER' }],
    ['a file', 'components/x/a.ts', {}, { code: 'NO_SUCH_FOLDER' }],
    [
      'no main file',
      'components/x',
      {},
      { code: 'NO_MAIN_FILE', hint: expect.stringContaining('--main a.ts') as string },
    ],
    ['a main file that is not there', 'components/x', { main: 'c.ts' }, { code: 'NO_MAIN_FILE' }],
    ['nothing but ignored files', 'components/ignored', {}, { code: 'EMPTY_COMPONENT' }],
    ['nothing but a manifest', 'components/package', {}, { code: 'EMPTY_COMPONENT' }],
    ['a component again', 'components/money', { scope: 'acme.shared' }, { code: 'ALREADY_TRACKED' }],
    ['a second component in one folder', 'components/money', { id: 'other' }, { code: 'FOLDER_TAKEN' }],
    ['an id that is taken', 'components/x', { id: 'acme.shared/money' }, { code: 'ID_TAKEN' }],
    ['a folder in a component', 'components/money/inner', {}, { code: 'NESTED_COMPONENT' }],
    ['a folder around a component', 'components', { id: 'all' }, { code: 'NESTED_COMPONENT' }],
    [
      'a folder whose name is no id',
      'components/Bad Name',
      {},
      { code: 'INVALID_ID', hint: expect.stringContaining('--id bad-name') as string },
    ],
    ['a bad id', 'components/x', { id: 'X' }, { code: 'INVALID_ID' }],
    ['a bad scope', 'components/x', { scope: 'a.b.c' }, { code: 'INVALID_ID' }],
  ])('%s', async (_what, dir, options, error) => {
    const workspace = await workspaceWith(files)
    await expect(planAdd(workspace, dir, options)).rejects.toMatchObject({
      hint: expect.any(String) as string,
      ...error,
    })
  })
})
