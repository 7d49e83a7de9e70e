import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadNodes, openWorkspace, planManifest, writeManifests } from './index.ts'
import type { ComponentNode, Workspace, WorkspaceNode } from './index.ts'
import { tempFolder, workspaceFiles } from './rig.ts'

async function workspaceWith(files: Readonly<Record<string, string>>) {
  const { root, dispose } = tempFolder({
    ...workspaceFiles({
      'acme.orders/api/contract': { rootDir: 'components/contract', mainFile: 'contract.ts' },
      'acme.orders/api/client': { rootDir: 'components/client', version: '0.2.0' },
      'acme.shared/money': { rootDir: 'components/money', scope: 'acme.shared', version: 'a'.repeat(40) },
    }),
    'package.json': '{ "dependencies": { "zod": "4.6.7", "undici": "^7.0.0" }, "devDependencies": { "vitest": "4" } }',
    'components/contract/contract.ts': `import 'zod'`,
    'components/contract/contract.json': '{}',
    'components/client/index.ts': `import '@acme/shared.money'\nimport '@tessera/runtime.http'\nimport 'undici'`,
    'components/client/index.test.ts': `import 'vitest'\nimport '@acme/orders.api.contract'`,
    'components/money/index.ts': '',
    'consumers/shop/package.json': '{ "name": "shop" }',
    ...files,
  })
  onTestFinished(dispose)
  const workspace = await openWorkspace(root)
  return { workspace, nodes: await loadNodes(workspace) }
}

function contentOf(workspace: Workspace, nodes: readonly WorkspaceNode[], key: string): unknown {
  const node = nodes.find((item) => item.key === key) as ComponentNode
  return JSON.parse(planManifest(workspace, node).content)
}

test('the package of a component', async () => {
  const { workspace, nodes } = await workspaceWith({})
  const plan = planManifest(workspace, nodes.find(({ key }) => key === 'acme.orders/api/client') as ComponentNode)
  expect(plan.path).toBe('components/client/package.json')
  expect(plan.content).toMatchInlineSnapshot(`
    "{
      "name": "@acme/orders.api.client",
      "version": "0.2.0",
      "type": "module",
      "componentId": {
        "scope": "acme.orders",
        "name": "api/client",
        "version": "0.2.0"
      },
      "exports": {
        ".": {
          "source": "./index.ts",
          "types": "./dist/index.d.ts",
          "default": "./dist/index.js"
        },
        "./package.json": "./package.json"
      },
      "files": [
        "dist"
      ],
      "dependencies": {
        "@acme/shared.money": "*",
        "@tessera/runtime.http": "*",
        "undici": "^7.0.0"
      },
      "devDependencies": {
        "@acme/orders.api.contract": "*"
      }
    }
    "
  `)
  expect(contentOf(workspace, nodes, 'acme.orders/api/contract')).toEqual({
    name: '@acme/orders.api.contract',
    version: '0.0.1-new',
    type: 'module',
    componentId: { scope: 'acme.orders', name: 'api/contract' },
    exports: {
      '.': { source: './contract.ts', types: './dist/contract.d.ts', default: './dist/contract.js' },
      './contract.json': './contract.json',
      './package.json': './package.json',
    },
    files: ['dist', 'contract.json'],
    dependencies: { zod: '4.6.7' },
  })
  expect(contentOf(workspace, nodes, 'acme.shared/money')).toMatchObject({ version: `0.0.0-${'a'.repeat(40)}` })
})

test('only manifests that change are written; keys written by hand stay, owned ones are made anew', async () => {
  const own = { version: '9.9.9', license: 'MIT', name: 'x', scripts: { a: 'b' }, dependencies: { gone: '1' } }
  const { workspace, nodes } = await workspaceWith({ 'components/money/package.json': JSON.stringify(own) })
  const paths = ['components/client/package.json', 'components/contract/package.json', 'components/money/package.json']
  expect(await writeManifests(workspace, nodes)).toEqual(paths)
  const money = JSON.parse(readFileSync(join(workspace.root, 'components/money/package.json'), 'utf8')) as object
  expect(Object.keys(money)).toEqual([
    'name',
    'version',
    'license',
    'scripts',
    'type',
    'componentId',
    'exports',
    'files',
  ])
  expect(money).toMatchObject({ license: 'MIT', scripts: { a: 'b' }, name: '@acme/shared.money' })
  const before = statSync(join(workspace.root, 'components/client/package.json')).mtimeMs
  expect(await writeManifests(workspace, await loadNodes(workspace))).toEqual([])
  expect(statSync(join(workspace.root, 'components/client/package.json')).mtimeMs).toBe(before)
  writeFileSync(join(workspace.root, 'components/client/package.json'), '{}')
  expect(await writeManifests(workspace, nodes)).toEqual(['components/client/package.json'])
  expect(readFileSync(join(workspace.root, 'consumers/shop/package.json'), 'utf8')).toBe('{ "name": "shop" }')
})

test('a manifest is no file of its component, and is not made where the folder is gone', async () => {
  const { workspace, nodes } = await workspaceWith({})
  rmSync(join(workspace.root, 'components/money'), { recursive: true })
  const present = await loadNodes(workspace)
  expect(await writeManifests(workspace, present)).toHaveLength(2)
  mkdirSync(join(workspace.root, 'components/money'))
  writeFileSync(join(workspace.root, 'components/money/index.ts'), '')
  expect((await loadNodes(workspace)).map(({ files }) => files)).toEqual(nodes.map(({ files }) => files))
})

test.each([
  ['main.mts', { source: './main.mts', types: './dist/main.d.mts', default: './dist/main.mjs' }, ['dist']],
  ['src/app.tsx', { source: './src/app.tsx', types: './dist/src/app.d.ts', default: './dist/src/app.js' }, ['dist']],
  ['index.js', './index.js', ['data.json', 'index.js']],
  ['types.d.ts', './types.d.ts', ['data.json', 'types.d.ts']],
])('the entry %s', async (mainFile, entry, files) => {
  const { workspace, nodes } = await workspaceWith({
    '.bitmap': workspaceFiles({ 'acme.orders/x': { rootDir: 'x', mainFile } })['.bitmap'],
    [`x/${mainFile}`]: '',
    'x/data.json': '{}',
    'x/a.test.js': '',
  })
  expect(contentOf(workspace, nodes, 'acme.orders/x')).toMatchObject({ exports: { '.': entry }, files })
})

test('a manifest that cannot be read is refused with its line', async () => {
  const { workspace, nodes } = await workspaceWith({ 'components/money/package.json': '{\n  "license" }' })
  await expect(writeManifests(workspace, nodes)).rejects.toMatchObject({
    code: 'INVALID_PACKAGE_JSON',
    location: { file: 'components/money/package.json', line: 2 },
  })
})
