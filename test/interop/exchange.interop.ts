import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { test, type Rig } from '../rig.ts'
import { bitIn, bitWorkspace } from './bit.ts'

test('bit imports what Tessera tagged and exported, with a chain of dependencies, and updates to a new version', async ({
  rig,
}) => {
  const remote = await tesseraScope(rig)
  await chain(rig, 'ours', remote)
  const bit = await bitWorkspace(gitFolder(rig, 'theirs'), rig.path('home'), remote)

  await bit.run('import', 'acme.chain/c')
  expect(rig.read('theirs/components/c/index.ts')).toBe(rig.read('ours/components/c/index.ts'))
  expect(versionsIn(rig, 'theirs')).toEqual(['acme.chain/a@0.0.1', 'acme.chain/b@0.0.1', 'acme.chain/c@0.0.1'])

  rig.edit('ours/components/a/index.ts', 'a1', 'a2')
  rig.edit('ours/components/c/index.ts', 'c:', 'C:')
  await rig.json('ours', 'tag', '-m', 'second')
  await rig.json('ours', 'export')

  expect(await bit.run('import')).toContain('new versions: 0.0.2')
  await bit.run('import', 'acme.chain/c', '--override')
  expect(rig.read('theirs/components/c/index.ts')).toBe(rig.read('ours/components/c/index.ts'))
  expect(versionsIn(rig, 'theirs')).toContain('acme.chain/c@0.0.2')
  const log = await bit.run('log', 'acme.chain/c')
  expect(log).toMatch(/tag 0\.0\.1[^]*?first/)
  expect(log).toMatch(/tag 0\.0\.2[^]*?second/)
})

test('Tessera imports what bit tagged and exported, tags on top, and bit takes that', async ({ rig }) => {
  const remote = { scope: 'real.chain', url: `file://${rig.path('real.chain')}` }
  await bitIn(gitFolder(rig, 'real.chain'), rig.path('home')).run('init', '--bare')
  const bit = await bitWorkspace(gitFolder(rig, 'theirs'), rig.path('home'), remote)
  rig.write(sources('theirs', '@real/chain'))
  for (const name of ['a', 'b', 'c']) await bit.run('add', `components/${name}`)
  await bit.run('link')
  expect(await bit.run('tag', '--all', '1.0.0', '-m', 'first')).toContain('c@1.0.0')
  expect(await bit.run('export', 'real.chain')).toContain('exported 3 components')

  await rig.workspace('ours', 'real.chain')
  await rig.json('ours', 'remote', 'add', remote.url)
  await rig.json('ours', 'import', 'real.chain/c')
  expect(rig.read('ours/components/c/index.ts')).toBe(rig.read('theirs/components/c/index.ts'))
  expect(await rig.json('ours', 'log', 'real.chain/c')).toMatchObject([{ tag: '1.0.0', message: 'first' }])

  rig.edit('ours/components/c/index.ts', 'c:', 'C:')
  await rig.json('ours', 'tag', '-m', 'on top', '--major')
  await rig.json('ours', 'export')

  expect(await bit.run('import')).toContain('updated real.chain/c new versions: 2.0.0')
  await bit.run('checkout', 'latest', '--all')
  expect(rig.read('theirs/components/c/index.ts')).toBe(rig.read('ours/components/c/index.ts'))
})

test('both export to one bare scope in turn and at once: nothing is lost, the scope is not left locked', async ({
  rig,
}) => {
  const remote = await tesseraScope(rig)
  await chain(rig, 'ours', remote)
  const bit = await bitWorkspace(gitFolder(rig, 'theirs'), rig.path('home'), remote)

  for (const [round, name] of ['delta', 'echo', 'foxtrot'].entries()) {
    rig.write({ [`theirs/components/${name}/index.ts`]: `export const ${name} = '${name}'\n` })
    await bit.run('add', `components/${name}`)
    await bit.run('tag', name, '1.0.0', '-m', name)
    rig.edit('ours/components/a/index.ts', `a${round + 1}`, `a${round + 2}`)
    await rig.json('ours', 'tag', '-m', `round ${round}`)
    const exported = [() => bit.run('export', remote.scope), () => rig.json('ours', 'export')] as const
    if (round === 0) for (const each of exported) await each()
    else await Promise.all(exported.map((each) => each()))
  }

  const listed = await rig.json<{ id: string }[]>('ours', 'list', remote.scope)
  expect(listed.map(({ id }) => id.slice('acme.chain/'.length))).toEqual(['a', 'b', 'c', 'delta', 'echo', 'foxtrot'])
  await rig.workspace('fresh', 'acme.fresh')
  await rig.json('fresh', 'remote', 'add', remote.url)
  await rig.json('fresh', 'import', 'acme.chain/c', 'acme.chain/delta', 'acme.chain/foxtrot')
  expect(rig.read('fresh/.bitmap')).toContain('"version": "0.0.4"')
  const another = await bitWorkspace(gitFolder(rig, 'another'), rig.path('home'), remote)
  await another.run('import', 'acme.chain/c', 'acme.chain/foxtrot')
  expect(versionsIn(rig, 'another')).toEqual(
    expect.arrayContaining(['acme.chain/a@0.0.4', 'acme.chain/c@0.0.4', 'acme.chain/foxtrot@1.0.0']),
  )
})

test('Tessera looks into a workspace and a scope that bit made, and leaves them as they are', async ({ rig }) => {
  const remote = { scope: 'real.chain', url: `file://${rig.path('real.chain')}` }
  await bitIn(gitFolder(rig, 'real.chain'), rig.path('home')).run('init', '--bare')
  const bit = await bitWorkspace(gitFolder(rig, 'theirs'), rig.path('home'), remote)
  rig.write(sources('theirs', '@real/chain'))
  for (const name of ['a', 'b', 'c']) await bit.run('add', `components/${name}`)
  await bit.run('link')
  await bit.run('tag', '--all', '1.0.0', '-m', 'first')
  await bit.run('export', 'real.chain')
  const before = rig.read('theirs/.bitmap')

  const status = await rig.tessera('theirs', 'status')
  expect([status.code, status.stderr.includes('✖')]).toEqual([0, false])
  for (const name of ['a', 'b', 'c']) expect(status.stdout).toContain(`real.chain/${name}`)
  expect(await rig.json('theirs', 'log', 'real.chain/c')).toMatchObject([{ tag: '1.0.0', message: 'first' }])
  expect(await rig.json('theirs', 'show', 'c')).toContainEqual({ title: 'id', json: 'real.chain/c@1.0.0' })
  expect((await rig.json<{ id: string }[]>('theirs', 'list')).map(({ id }) => id)).toEqual([
    'real.chain/a',
    'real.chain/b',
    'real.chain/c',
  ])
  for (const words of [['verify'], ['verify', rig.path('real.chain')]]) {
    const verified = await rig.tessera('theirs', ...words)
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('nothing wrong')])
  }
  expect((await rig.tessera('theirs', 'add', 'components/d')).code).toBe(2)
  rig.write({ 'theirs/components/d/index.ts': 'export const d = 4\n' })
  const added = await rig.tessera('theirs', 'add', 'components/d')
  expect([added.code, added.stderr]).toEqual([2, expect.stringContaining('OLD_BITMAP')])
  expect(rig.read('theirs/.bitmap')).toBe(before)
})

interface Remote {
  readonly scope: string
  readonly url: string
}

async function tesseraScope(rig: Rig): Promise<Remote> {
  gitFolder(rig, 'acme.chain')
  await rig.json('acme.chain', 'init', '--bare')
  return { scope: 'acme.chain', url: `file://${rig.path('acme.chain')}` }
}

/** `a <- b <- c`, tagged 0.0.1 and exported. */
async function chain(rig: Rig, folder: string, remote: Remote): Promise<void> {
  await rig.workspace(folder, remote.scope)
  await rig.json(folder, 'remote', 'add', remote.url)
  rig.write(sources(folder, '@acme/chain'))
  await rig.json(folder, 'add', 'components/a', 'components/b', 'components/c')
  await rig.json(folder, 'tag', '-m', 'first')
  await rig.json(folder, 'export')
}

function sources(folder: string, prefix: string): Record<string, string> {
  return {
    [`${folder}/components/a/index.ts`]: `export function a(): string {\n  return 'a1'\n}\n`,
    [`${folder}/components/b/index.ts`]: `import { a } from '${prefix}.a'\nexport function b(): string {\n  return 'b:' + a()\n}\n`,
    [`${folder}/components/c/index.ts`]: `import { b } from '${prefix}.b'\nexport function c(): string {\n  return 'c:' + b()\n}\n`,
  }
}

/** Bit asks git who tags. */
function gitFolder(rig: Rig, name: string): string {
  const folder = rig.path(name)
  rig.write({ [`${name}/.gitignore`]: 'node_modules\n' })
  const git = (...words: string[]): unknown => execFileSync('git', words, { cwd: folder })
  git('init', '--quiet')
  git('config', 'user.name', 'Ana')
  git('config', 'user.email', 'ana@acme.dev')
  return folder
}

/** `scope/name@version` of each entry of the `.bitmap` of a workspace of Bit's. */
function versionsIn(rig: Rig, folder: string): string[] {
  return [...readFileSync(rig.path(folder, '.bitmap'), 'utf8').matchAll(/"([a-z./]+@[0-9.]+)":/g)]
    .map(([, id]) => id ?? '')
    .toSorted()
}
