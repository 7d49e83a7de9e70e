import { cpSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { describe, expect } from 'vitest'
import { bytesOf, changeA, plainWorkspace, said, scopesFor, sources, versionsIn } from './plain.ts'
import { test, type Rig } from './rig.ts'

/** A program of the second workspace, run as a person without Tessera would. */
function plainly(rig: Rig, folder: string, program: string, ...words: string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1' }
  const child = spawn(program, words, { cwd: rig.path(folder), env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (data) => (text += String(data)))
  child.stderr.on('data', (data) => (text += String(data)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${program} ${words.join(' ')}\n${text}`)),
    )
  })
}

const importC = `import('@acme/app.c').then(({ c }) => console.log(c()))`

test('what one workspace exports, another imports, upgrades, and runs without tessera', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  await rig.json('.', 'init', 'other', '--default-scope', 'acme.other')
  await scopesFor(rig, 'other')
  const imported = said(await rig.tessera('other', 'import', 'acme.app/c', '--skip-dependency-installation'))
  expect(imported).toMatchInlineSnapshot(`
    "
    imported acme.app/c@0.0.1  components/c
    2 packages into vendor/: @acme/base.a, @acme/base.b
    |   fetching 0/1
    |   vendoring 0/2
    |   refreshing the lock 0/1
    | next: tessera test
    "
  `)
  expect(rig.read('other/components/c/index.ts')).toBe(sources.C)
  expect(JSON.parse(rig.read('other/components/c/package.json'))).toMatchObject({
    name: '@acme/app.c',
    version: '0.0.1',
    dependencies: { '@acme/base.b': '*' },
  })
  expect(JSON.parse(rig.read('other/package.json'))).toMatchObject({
    dependencies: {
      '@acme/base.a': 'file:vendor/acme-base.a-0.0.1.tgz',
      '@acme/base.b': 'file:vendor/acme-base.b-0.0.1.tgz',
    },
  })
  expect(versionsIn(rig, 'other')).toEqual({ c: '0.0.1' })

  await plainly(rig, 'other', 'npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund')
  await plainly(rig, 'other', 'npx', 'tsc')
  expect(await plainly(rig, 'other', 'npx', 'vitest', 'run')).toMatch(/Tests\s+1 passed/)
  expect((await rig.tessera('other', 'build')).code).toBe(0)
  expect(await plainly(rig, 'other', 'node', '-e', importC)).toBe('a\n')
  expect(said(await rig.tessera('other', 'status'))).toMatchInlineSnapshot(`
    "
    nothing to tag or export
    "
  `)

  changeA(rig, 'z')
  await rig.json('ws', 'tag', '-m', 'second')
  await rig.json('ws', 'export')
  expect(said(await rig.tessera('other', 'import'))).toMatchInlineSnapshot(`
    "
    fetched the objects of 1 component
    |   fetching 0/1
    | next: tessera status tells what is newer there
    "
  `)
  expect(said(await rig.tessera('other', 'status'))).toMatchInlineSnapshot(`
    "
    a newer version exists
      acme.app/c  head 0.0.2
    | next: tessera checkout head
    "
  `)
  await rig.json('other', 'checkout', 'head')
  expect(versionsIn(rig, 'other')).toEqual({ c: '0.0.2' })
  expect(said(await rig.tessera('other', 'test'))).toMatchInlineSnapshot(`
    "
    | ● acme.app/c changed
    |   acme.app/c  ✔ built      <time>  own sources
    |   acme.app/c  ✔ tested     <time>  1 test
    | ✔ 1 built in <time>
    | next: tessera tag -m "<what changed>"
    "
  `)
  expect(await plainly(rig, 'other', 'node', '-e', importC)).toBe('z\n')
  expect(said(await rig.tessera('other', 'status'))).toMatchInlineSnapshot(`
    "
    nothing to tag or export
    "
  `)
})

test('remotes are added, listed and removed', async ({ rig }) => {
  await rig.workspace('ws')
  await rig.json('.', 'init', '--bare', 'scopes/acme.base')
  const run = async (...words: string[]): Promise<string> => said(await rig.tessera('ws', 'remote', ...words))
  expect(await run('list')).toMatchInlineSnapshot(`
    "
    no remotes
    "
  `)
  expect(await run('add', 'file:../scopes/acme.base')).toMatchInlineSnapshot(`
    "
    added acme.base  file:../scopes/acme.base
    | next: tessera list acme.base
    "
  `)
  expect(await run('list')).toMatchInlineSnapshot(`
    "
    acme.base  file:../scopes/acme.base
    "
  `)
  expect(JSON.parse(rig.read('ws/package.json'))).toMatchObject({
    tessera: { remotes: { 'acme.base': 'file:../scopes/acme.base' } },
  })
  expect(await run('remove', 'acme.base')).toMatchInlineSnapshot(`
    "
    removed acme.base
    "
  `)
  expect(await run('remove', 'acme.base')).toMatchInlineSnapshot(`
    "
    | ✖ no remote "acme.base" UNKNOWN_REMOTE
    |   next: \`tessera remote list\` names them
    "
  `)
})

test('a fresh clone gets its history back', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  cpSync(rig.path('ws'), rig.path('clone'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('/.git') && !path.endsWith('/.bit'),
  })
  expect(said(await rig.tessera('clone', 'status'))).toMatchInlineSnapshot(`
    "
    objects not fetched yet
      acme.app/c
      acme.base/a
      acme.base/b
    | next: tessera import
    "
  `)
  rig.edit('clone/components/a/index.ts', 'name: string', 'name: string // who')
  const refused = await rig.tessera('clone', 'diff', 'a')
  expect(said(refused)).toMatchInlineSnapshot(`
    "
    | ✖ acme.base/a@0.0.1 is not in the local scope: its objects were not fetched here NO_BASELINE
    |   next: run \`tessera import\`
    "
  `)
  expect(refused.code).toBe(2)
  expect(said(await rig.tessera('clone', 'import'))).toMatchInlineSnapshot(`
    "
    fetched the objects of 3 components
    |   fetching 0/3
    | next: tessera status tells what is newer there
    "
  `)
  expect((await rig.tessera('clone', 'diff', 'a')).stdout).toContain('+  readonly name: string // who')
  await rig.json('clone', 'tag', '-m', 'from the clone')
  await rig.json('clone', 'export')
  expect(said(await rig.tessera('clone', 'log', 'b', '--one-line'))).toMatch(/0\.0\.2 .*\n0\.0\.1 /)
})

test('two workspaces export at once: one of them is told to import first, and nothing is lost', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  cpSync(rig.path('ws'), rig.path('twin'), { recursive: true, verbatimSymlinks: true })
  rig.edit('ws/components/a/index.ts', 'name: string', 'name: string // ours')
  rig.edit('twin/components/a/index.ts', 'name: string', 'name: string // theirs')
  await Promise.all([rig.json('ws', 'tag', '-m', 'ours'), rig.json('twin', 'tag', '-m', 'theirs')])
  const outputs = await Promise.all([rig.tessera('ws', 'export'), rig.tessera('twin', 'export')])
  const lost = outputs.filter(({ code }) => code !== 0)
  expect(lost).toHaveLength(1)
  expect(lost[0]?.code).toBe(2)
  expect(lost[0]?.stderr).toContain('tessera reset')
  const winner = outputs[0]?.code === 0 ? 'ours' : 'theirs'
  for (const [folder, name] of [
    ['ws', 'a'],
    ['twin', 'a'],
  ] as const) {
    expect((await rig.tessera(folder, 'status')).code).toBe(0)
    expect((await rig.tessera(folder, 'log', name)).code).toBe(0)
  }
  await rig.json('.', 'init', 'third')
  await scopesFor(rig, 'third')
  await rig.json('third', 'import', 'acme.base/a', '--skip-dependency-installation')
  expect(rig.read('third/components/a/index.ts')).toContain(`// ${winner}`)
})

test('two workspaces export different components at once', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  await rig.workspace('twin', 'acme.base')
  await scopesFor(rig, 'twin')
  for (let at = 0; at < 8; at++) rig.write({ [`twin/components/n${at}/index.ts`]: `export const n = ${at}\n` })
  await rig.json('twin', 'add', ...Array.from({ length: 8 }, (_, at) => `components/n${at}`))
  rig.edit('ws/components/a/index.ts', 'name: string', 'name: string // ours')
  await Promise.all([rig.json('ws', 'tag', '-m', 'ours'), rig.json('twin', 'tag', '-m', 'theirs')])
  await Promise.all([rig.json('ws', 'export'), rig.json('twin', 'export')])
  const there = await rig.json<{ id: string; currentVersion: string }[]>('ws', 'list', 'acme.base')
  expect(there.map(({ id, currentVersion }) => `${id}@${currentVersion}`)).toEqual([
    'acme.base/a@0.0.2',
    'acme.base/b@0.0.2',
    ...Array.from({ length: 8 }, (_, at) => `acme.base/n${at}@0.0.1`),
  ])
})

describe('odd surroundings', () => {
  test('folders with spaces and letters of any script', async ({ rig }) => {
    await rig.workspace('été 日本', 'acme.test')
    await rig.json('.', 'init', '--bare', 'scopes 1/acme.test')
    await rig.json('été 日本', 'remote', 'add', 'file:../scopes 1/acme.test')
    rig.write({
      'été 日本/components/my text/index.ts': 'export const text = 1\n',
      'été 日本/components/my text/ünï cödé.ts': 'export const more = 2\n',
    })
    await rig.json('été 日本', 'add', 'components/my text', '--id', 'my-text')
    const built = await rig.tessera('été 日本', 'build')
    expect(built.code, built.stderr).toBe(0)
    await rig.json('été 日本', 'tag', '-m', 'première')
    await rig.json('été 日本', 'export')
    await rig.json('.', 'init', 'other one')
    await rig.json('other one', 'remote', 'add', `file://${rig.path('scopes 1/acme.test')}`)
    await rig.json('other one', 'import', 'acme.test/my-text', '--skip-dependency-installation')
    expect(rig.read('other one/components/my-text/ünï cödé.ts')).toBe('export const more = 2\n')
  })

  test('every command runs from a folder inside the workspace', async ({ rig }) => {
    await plainWorkspace(rig, 'tagged')
    const top = await rig.tessera('ws', 'list')
    expect(await rig.tessera('ws/components/a', 'list')).toEqual(top)
    expect((await rig.tessera('ws/components/a', 'build', 'b')).code).toBe(0)
  })

  test('a workspace in a component, a bare scope in a workspace: refused before anything is written', async ({
    rig,
  }) => {
    await plainWorkspace(rig)
    const before = bytesOf(rig, 'ws')
    expect(said(await rig.tessera('ws', 'init', 'components/a'))).toMatchInlineSnapshot(`
      "
      | ✖ components/a/ is part of the component a of <rig>/ws NESTED_WORKSPACE
      |   next: it is in a workspace already: tessera status
      "
    `)
    expect(said(await rig.tessera('ws', 'init', '--bare'))).toMatchInlineSnapshot(`
      "
      | ✖ <rig>/ws is a workspace: a bare scope needs a folder of its own NOT_A_SCOPE
      |   next: tessera init --bare ../scopes/<scope>
      "
    `)
    expect(bytesOf(rig, 'ws')).toEqual(before)
  })

  test('of several folders those that are components already are passed over', async ({ rig }) => {
    await plainWorkspace(rig)
    rig.write({ 'ws/components/d/index.ts': 'export const d = 1\n' })
    const folders = ['a', 'b', 'c', 'd'].map((name) => `components/${name}`)
    expect(said(await rig.tessera('ws', 'add', ...folders))).toMatchInlineSnapshot(`
      "
      added acme.base/d  components/d
      | next: tessera build
      "
    `)
    expect(said(await rig.tessera('ws', 'add', ...folders))).toMatchInlineSnapshot(`
      "
      nothing to add: all of them are components already
      "
    `)
    expect((await rig.tessera('ws', 'add', ...folders, '--id', 'one')).code).toBe(2)
  })

  test('a finding is said once, and without a repository --affected says so', async ({ rig }) => {
    await plainWorkspace(rig)
    rig.edit('ws/components/c/index.ts', 'b().name', 'b().label')
    const { stderr } = await rig.tessera('ws', 'tag')
    expect(stderr.match(/components\/c\/index\.ts:2:\d+/g)).toHaveLength(1)
    rmSync(rig.path('ws/.git'), { recursive: true })
    expect(said(await rig.tessera('ws', 'build', '--affected'))).toMatchInlineSnapshot(`
      "
      | ✖ git cannot tell what differs from "HEAD" GIT_FAILED
      |   next: <rig>/ws is in no git repository: run it without --affected
      "
    `)
  })
})
