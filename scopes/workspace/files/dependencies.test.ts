import { describe, expect, onTestFinished, test } from 'vitest'
import { loadNodes, openWorkspace } from './index.ts'
import type { WorkspaceNode } from './index.ts'
import { tempFolder, workspaceFiles } from './rig.ts'

const base = {
  ...workspaceFiles({
    'acme.orders/api/client': { rootDir: 'components/api/client' },
    'acme.orders/api/types': { rootDir: 'components/api/types', version: '0.2.0' },
    'acme.shared/money': { rootDir: 'components/money', scope: 'acme.shared', version: '1.0.0' },
  }),
  'components/api/types/index.ts': '',
  'components/api/types/deep/x.ts': '',
  'components/money/index.ts': '',
  'consumers/shop/package.json': '{ "name": "shop", "dependencies": { "left": "1.2.3" } }',
  'consumers/shop/main.ts': '',
}

/** The client with these files, in a workspace with these others. */
async function client(files: Readonly<Record<string, string>>, others: Readonly<Record<string, string>> = {}) {
  const own = Object.entries({ 'index.ts': '', ...files }).map(([path, text]) => [
    `components/api/client/${path}`,
    text,
  ])
  return (await load({ ...base, ...Object.fromEntries(own), ...others })).get('acme.orders/api/client') as WorkspaceNode
}

async function load(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, WorkspaceNode>> {
  const { root, dispose } = tempFolder(files)
  onTestFinished(dispose)
  return new Map((await loadNodes(await openWorkspace(root))).map((node) => [node.key, node]))
}

const types = {
  id: { scope: 'acme.orders', name: 'api/types', version: '0.2.0' },
  packageName: '@acme/orders.api.types',
}
const money = { id: { scope: 'acme.shared', name: 'money', version: '1.0.0' }, packageName: '@acme/shared.money' }
const none = { components: [], devComponents: [], packages: {}, devPackages: {}, peerPackages: {} }

describe('dependencies on components', () => {
  test.each([
    `import { a } from '@acme/orders.api.types'`,
    `import type { A } from '@acme/orders.api.types'`,
    `import '@acme/orders.api.types'`,
    `export * from '@acme/orders.api.types'`,
    `export type * as T from '@acme/orders.api.types'`,
    `const a = await import('@acme/orders.api.types')`,
    `const a = require('@acme/orders.api.types')`,
    `type A = import('@acme/orders.api.types').A`,
    `import document from '@acme/orders.api.types/contract.json' with { type: 'json' }`,
  ])('%s', async (text) => {
    const node = await client({ 'index.ts': text })
    expect(node).toMatchObject({ dependencies: { ...none, components: [types] }, issues: [] })
  })

  test('what tests alone import is for development; runtime wins; itself and comments are nothing', async () => {
    const node = await client({
      'index.ts': `import '@acme/orders.api.types'\nimport '@acme/orders.api.client'\n// import '@acme/none'`,
      'a.test.ts': `import '@acme/shared.money'\nimport '@acme/orders.api.types'\nimport './index.ts'`,
    })
    expect(node.dependencies).toEqual({ ...none, components: [types], devComponents: [money] })
    expect(node.issues).toEqual([])
  })

  test('a generated part that imports nothing from its contract does not depend on it', async () => {
    const derived = JSON.stringify({ contract: 'acme.shared/money', part: 'client', files: {} })
    expect((await client({ 'derived.json': derived })).dependencies).toEqual(none)
  })

  test('a vendored component has the version of its package', async () => {
    const componentId = { scope: 'acme.pay', name: 'jobs/types', version: '2.0.1' }
    const node = await client(
      { 'index.ts': `import '@acme/pay.jobs.types'` },
      {
        'node_modules/@acme/pay.jobs.types/package.json': JSON.stringify({ version: '2.0.1', componentId }),
        'package.json': '{ "dependencies": { "@acme/pay.jobs.types": "file:vendor/x.tgz" } }',
      },
    )
    expect(node.dependencies.components).toEqual([{ id: componentId, packageName: '@acme/pay.jobs.types' }])
    expect(node.issues).toEqual([])
  })
})

describe('dependencies on packages', () => {
  const policy = {
    'workspace.jsonc': JSON.stringify({
      'teambit.workspace/workspace': { defaultScope: 'acme.orders' },
      'teambit.dependencies/dependency-resolver': {
        policy: { dependencies: { zod: '4.1.0' }, peerDependencies: { fastify: '^5' } },
      },
    }),
    'package.json': JSON.stringify({
      dependencies: { zod: '9.9.9', undici: '7.0.0', local: 'file:../local' },
      devDependencies: { vitest: '4.1.12' },
    }),
    'node_modules/local/package.json': '{ "name": "local", "version": "3.1.4" }',
    'node_modules/installed/package.json': '{ "name": "installed", "version": "1.5.0" }',
    'node_modules/@types/json-schema/package.json': '{ "name": "@types/json-schema", "version": "7.0.15" }',
  }

  test('ranges come from the policy, the root manifest, or what is installed', async () => {
    const node = await client(
      {
        'index.ts': `
          import { z } from 'zod/v4'
          import 'fastify'
          import 'undici'
          import 'installed/sub'
          import local from 'local'
          import type { JSONSchema7 } from 'json-schema'
          import '@tessera/runtime.http/client'
          import fs from 'node:fs'
          import path from 'path'
          import '#internal'
          import 'https://x.test/y.js'
          import 'data:text/javascript,1'`,
        'index.test.ts': `import { test } from 'vitest'\nimport 'zod'\nimport '@tessera/contract.mock'`,
      },
      policy,
    )
    expect(node.issues).toEqual([])
    expect(node.dependencies).toEqual({
      components: [],
      devComponents: [],
      packages: {
        '@tessera/runtime.http': '*',
        '@types/json-schema': '^7.0.15',
        installed: '^1.5.0',
        local: '^3.1.4',
        undici: '7.0.0',
        zod: '4.1.0',
      },
      devPackages: { '@tessera/contract.mock': '*', vitest: '4.1.12' },
      peerPackages: { fastify: '^5' },
    })
  })

  test("a node's own node_modules come first", async () => {
    const node = await client(
      {
        'index.ts': `import 'installed'`,
        'node_modules/installed/package.json': '{ "name": "installed", "version": "2.0.0" }',
      },
      policy,
    )
    expect(node.dependencies.packages).toEqual({ installed: '^2.0.0' })
  })
})

describe('imports that are errors', () => {
  const at = (line: number, column: number): object => ({ file: 'components/api/client/index.ts', line, column })

  test.each<[text: string, issue: object]>([
    [
      `import '../types/index.ts'`,
      { code: 'RELATIVE_IMPORT', hint: 'import "@acme/orders.api.types" instead', location: at(1, 8) },
    ],
    [`\n  export * from '../types'`, { code: 'RELATIVE_IMPORT', location: at(2, 17) }],
    [`type A = import('../types/deep/x.ts').A`, { code: 'RELATIVE_IMPORT' }],
    [`import '../../money/index.ts'`, { code: 'RELATIVE_IMPORT', hint: 'import "@acme/shared.money" instead' }],
    [
      `import './helper.ts'`,
      { code: 'MISSING_FILE', message: expect.stringContaining('did you mean "helpers.ts"?') as string },
    ],
    [`import './data.json'`, { code: 'MISSING_FILE' }],
    [`import '../../../shared/x.ts'`, { code: 'OUTSIDE_IMPORT', severity: 'error' }],
    [`import '../../../../../x.ts'`, { code: 'OUTSIDE_IMPORT' }],
    [`import '/etc/x.ts'`, { code: 'OUTSIDE_IMPORT' }],
    [
      `import '../../../consumers/shop/main.ts'`,
      { code: 'OUTSIDE_IMPORT', message: expect.stringContaining('shop') as string },
    ],
    [`import './dist/index.js'`, { code: 'IGNORED_FILE' }],
    [`import 'shop'`, { code: 'CONSUMER_IMPORT' }],
    [`import 'left'`, { code: 'MISSING_PACKAGE', hint: 'npm install left' }],
    [
      `import '@acme/orders.api.type'`,
      {
        code: 'UNKNOWN_COMPONENT',
        message: expect.stringContaining('did you mean "@acme/orders.api.types"?') as string,
        hint: 'tessera import acme.orders/api/type',
      },
    ],
    [`import '@acme/pay.jobs.client'`, { code: 'UNKNOWN_COMPONENT', hint: 'tessera import acme.pay/jobs/client' }],
    [`import '@other/pay.jobs'`, { code: 'MISSING_PACKAGE' }],
    [`import 'listed'`, { code: 'MISSING_PACKAGE', hint: 'npm install' }],
  ])('%s', async (text, issue) => {
    const node = await client(
      { 'index.ts': text, 'helpers.ts': '', 'dist/index.js': '' },
      { 'package.json': '{ "dependencies": { "listed": "file:vendor/listed.tgz" } }' },
    )
    const whole = { severity: 'error', node: 'acme.orders/api/client', hint: expect.any(String) as string, ...issue }
    expect(node.issues).toEqual([expect.objectContaining(whole)])
  })

  test('a relative one is told at each place, a package once', async () => {
    const text = `import '../types'\nimport 'nowhere'\nimport 'nowhere/x'`
    const node = await client({ 'index.ts': text, 'b.ts': text })
    expect(
      node.issues.map(({ code, location }) => `${code} ${location?.file.split('/').at(-1)}:${location?.line}`),
    ).toEqual(['RELATIVE_IMPORT b.ts:1', 'MISSING_PACKAGE b.ts:2', 'RELATIVE_IMPORT index.ts:1'])
  })
})

test('relative imports inside of a component are fine in every spelling', async () => {
  const specifiers = ['./a.ts', './a.js', './a', './sub', './sub/', './sub/index.js', './b.mjs', './c.jsx', './d.json']
  const text = [...specifiers, './e.d.ts', './e', './package.json', '../client/a.ts', './a.ts?raw', '.', './'].map(
    (specifier) => `import '${specifier}'`,
  )
  const node = await client({
    'index.ts': text.join('\n'),
    'sub/x.ts': `import '..'\nimport '../a.ts'\nimport '../../client'`,
    ...{ 'a.ts': '', 'sub/index.ts': '', 'b.mts': '', 'c.tsx': '', 'd.json': '', 'e.d.ts': '', 'package.json': '{}' },
  })
  expect(node.issues).toEqual([])
})

describe('consumers', () => {
  const shop = async (text: string, others: Readonly<Record<string, string>> = {}): Promise<WorkspaceNode> =>
    (await load({ ...base, 'components/api/client/index.ts': '', ...others, 'consumers/shop/main.ts': text })).get(
      'shop',
    ) as WorkspaceNode

  test('depend on components by their imports, on packages by their own manifest first', async () => {
    const node = await shop(`import '@acme/orders.api.types'\nimport 'left'\nimport 'right'\nimport 'ledger'`, {
      'package.json': '{ "devDependencies": { "left": "9.0.0", "right": "2.0.0" } }',
      'consumers/ledger/package.json': '{ "name": "ledger" }',
    })
    expect(node.issues).toEqual([])
    expect(node.dependencies).toEqual({
      ...none,
      components: [types],
      packages: { ledger: '*', left: '1.2.3', right: '2.0.0' },
    })
  })

  test('a component that is listed but neither here nor installed is none', async () => {
    const node = await shop(`import '@acme/pay.jobs'`, {
      'consumers/shop/package.json': '{ "name": "shop", "dependencies": { "@acme/pay.jobs": "*" } }',
    })
    expect(node.issues).toMatchObject([
      { code: 'UNKNOWN_COMPONENT', hint: expect.stringContaining('npm install') as string },
    ])
    expect(node.dependencies).toEqual(none)
  })

  test('may not reach into a component, and are warned of what lies outside', async () => {
    const node = await shop(`import '../../components/money/index.ts'\nimport '../../tools/x.ts'\nimport './none.ts'`)
    expect(node.issues).toMatchObject([
      { severity: 'error', code: 'RELATIVE_IMPORT', hint: 'import "@acme/shared.money" instead', node: 'shop' },
      { severity: 'warning', code: 'OUTSIDE_IMPORT' },
      { severity: 'error', code: 'MISSING_FILE' },
    ])
  })
})
