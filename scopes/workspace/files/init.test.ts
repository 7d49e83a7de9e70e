import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { initWorkspace } from './index.ts'
import { tempFolder } from './rig.ts'

function folder(files: Readonly<Record<string, string>> = {}): string {
  const { root, dispose } = tempFolder(files)
  onTestFinished(dispose)
  return root
}

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')
const ALL = ['workspace.jsonc', '.bitmap', 'package.json', 'tsconfig.json', 'vitest.config.ts', '.gitignore']

test('an empty folder becomes a workspace; a second time nothing is written', async () => {
  const root = join(folder(), 'My Contracts!')
  const { workspace, written } = await initWorkspace(root)
  expect(written).toEqual(ALL)
  expect(workspace).toMatchObject({ root, name: 'My Contracts!', defaultScope: 'my.my-contracts' })
  expect(JSON.parse(read(root, 'package.json'))).toMatchObject({
    name: 'my-contracts-',
    private: true,
    type: 'module',
    workspaces: ['components/*', 'components/*/*', 'consumers/*'],
    devDependencies: { typescript: '7.0.2', vitest: '4.1.12' },
  })
  expect((await initWorkspace(root)).written).toEqual([])
})

test('contracts are written in the zod that Tessera reads them with', async () => {
  const { workspace } = await initWorkspace(folder())
  const define = join(import.meta.dirname, '../../contract/define/package.json')
  const { dependencies } = JSON.parse(readFileSync(define, 'utf8')) as { dependencies: Record<string, string> }
  expect(workspace.policy.dependencies).toEqual({ zod: dependencies['zod'] })
})

test('options are written, and folders follow the directory', async () => {
  const root = folder()
  const options = { name: 'x', defaultScope: 'acme.orders', defaultDirectory: 'contracts/{scope}/{name}' }
  const { workspace } = await initWorkspace(root, options)
  expect(workspace).toMatchObject(options)
  expect(JSON.parse(read(root, 'package.json'))).toMatchObject({
    workspaces: ['contracts/*/*', 'contracts/*/*/*', 'consumers/*'],
  })
  expect(JSON.parse(read(root, 'tsconfig.json'))).toMatchObject({ include: ['contracts', 'consumers'] })
})

test('what is there stays: files as they are, package.json and .gitignore extended', async () => {
  const own = {
    'workspace.jsonc': '// mine\n{ "teambit.workspace/workspace": { "defaultScope": "acme.own" } }',
    'tsconfig.json': '{}',
    'package.json':
      '{\n    "name": "own",\n    "workspaces": ["apps/*", "components/*"],\n    "dependencies": { "vitest": "3" }\n}',
    '.gitignore': '/node_modules\nnode_modules\ndist/',
  }
  const root = folder(own)
  const { workspace, written } = await initWorkspace(root, { defaultScope: 'other.scope' })
  expect(workspace.defaultScope).toBe('acme.own')
  expect(written).toEqual(['.bitmap', 'package.json', 'vitest.config.ts', '.gitignore'])
  expect(read(root, 'tsconfig.json')).toBe('{}')
  expect(read(root, 'workspace.jsonc')).toBe(own['workspace.jsonc'])
  expect(read(root, '.gitignore')).toBe('/node_modules\nnode_modules\ndist/\n.tessera/\n.bit/\n')
  expect(read(root, 'package.json')).toContain('\n    "name": "own"')
  expect(JSON.parse(read(root, 'package.json'))).toEqual({
    name: 'own',
    workspaces: ['apps/*', 'components/*', 'components/*/*', 'consumers/*'],
    dependencies: { vitest: '3' },
    devDependencies: { '@types/node': '20.19.43', typescript: '7.0.2' },
  })
  expect((await initWorkspace(root)).written).toEqual([])
})

test("yarn's form of workspaces is extended too", async () => {
  const root = folder({ 'package.json': '{ "workspaces": { "packages": ["a"], "nohoist": [] } }' })
  await initWorkspace(root)
  expect(JSON.parse(read(root, 'package.json'))).toMatchObject({
    workspaces: { packages: ['a', 'components/*', 'components/*/*', 'consumers/*'], nohoist: [] },
  })
})

test('a bad scope is refused before anything is written', async () => {
  const root = folder()
  await expect(initWorkspace(root, { defaultScope: 'A b' })).rejects.toMatchObject({ code: 'INVALID_ID' })
  expect((await initWorkspace(root)).written).toEqual(ALL)
})

test('a directory that cannot hold components is refused before anything is written', async () => {
  const root = folder()
  for (const defaultDirectory of ['components', '../{name}']) {
    await expect(initWorkspace(root, { defaultDirectory })).rejects.toMatchObject({ code: 'USAGE' })
  }
  expect((await initWorkspace(root)).written).toEqual(ALL)
})

test('the directory of a workspace that is there counts, not another', async () => {
  const root = folder()
  await initWorkspace(root, { defaultDirectory: 'contracts/{name}' })
  expect((await initWorkspace(root, { defaultDirectory: 'other/{name}' })).written).toEqual([])
})

test('a bad package.json is refused', async () => {
  const root = folder({ 'package.json': '{ "name": ' })
  await expect(initWorkspace(root)).rejects.toMatchObject({ code: 'INVALID_PACKAGE_JSON' })
})

test('the folder may be called anything', async () => {
  const root = join(folder(), '…')
  expect(basename(root)).toBe('…')
  expect((await initWorkspace(root)).workspace.defaultScope).toBe('my.workspace')
})

test('the tsconfig.json written is one that tsc accepts', async () => {
  const root = folder({ 'components/a/index.ts': 'export const a: number = 1\n' })
  await initWorkspace(root)
  const bin = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc')
  const options = ['--typeRoots', join(import.meta.dirname, '../../../node_modules/@types')]
  const { status, stdout } = spawnSync(process.execPath, [bin, '-p', root, ...options], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
})
