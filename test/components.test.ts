import { existsSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { bytesOf, changeA, plainWorkspace, said, scopesFor, versionsIn } from './plain.ts'
import { test, type Rig } from './rig.ts'

const UNTOUCHED = ['.tessera', 'dist', 'node_modules']

interface Listed {
  readonly id: string
  readonly removed: boolean
  readonly deprecated: boolean
}

async function marksIn(rig: Rig, ...words: string[]): Promise<readonly string[]> {
  const rows = await rig.json<readonly Listed[]>('ws', 'list', ...words)
  return rows.map(
    ({ id, removed, deprecated }) => `${id}${removed ? ' deleted' : ''}${deprecated ? ' deprecated' : ''}`,
  )
}

async function refused(rig: Rig, ...words: string[]): Promise<string> {
  const before = bytesOf(rig, 'ws', UNTOUCHED)
  const output = await rig.tessera('ws', ...words)
  expect(output.code, output.stdout + output.stderr).toBe(2)
  expect(bytesOf(rig, 'ws', UNTOUCHED)).toEqual(before)
  return output.stderr
}

describe('remove', () => {
  test('takes a component out of the workspace; its scope keeps it', async ({ rig }) => {
    await plainWorkspace(rig, 'exported')
    expect(await refused(rig, 'remove', 'a')).toContain('acme.base/b uses acme.base/a COMPONENT_IN_USE')
    expect(await refused(rig, 'remove', 'd')).toContain('no component "d" in this workspace, did you mean')
    const plan = await rig.json<{ removed: readonly { deleted: readonly string[] }[] }>(
      'ws',
      'remove',
      'c',
      '--dry-run',
    )
    expect(plan.removed[0]?.deleted).toEqual(['components/c/c.test.ts', 'components/c/index.ts'])
    expect(said(await rig.tessera('ws', 'remove', 'c'))).toMatchInlineSnapshot(`
      "
        acme.app/c  components/c  2 files
      1 component removed from the workspace
      | next: tessera status; to have it back, tessera import <id>
      "
    `)
    expect(existsSync(rig.path('ws/components/c'))).toBe(false)
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.1', b: '0.0.1' })
    expect(await marksIn(rig, 'acme.app')).toEqual(['acme.app/c'])
  })

  test('never loses what no scope has, unless told to', async ({ rig }) => {
    await plainWorkspace(rig, 'exported')
    rig.write({ 'ws/components/c/notes.ts': 'export const note = 1\n' })
    expect(await refused(rig, 'remove', 'c')).toContain('acme.app/c is modified: its files would be lost LOCAL_CHANGES')
    await rig.json('ws', 'remove', 'c', '--keep-files')
    expect(existsSync(rig.path('ws/components/c/notes.ts'))).toBe(true)
    await rig.json('ws', 'remove', 'b', '--track')
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.1', b: '' })
  })
})

test('a deletion goes by the next version to the scope, and can be taken back', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  expect(await refused(rig, 'delete', 'a')).toContain('COMPONENT_IN_USE')
  await rig.json('ws', 'delete', 'c')
  expect((await rig.json<{ locallySoftRemoved: unknown }>('ws', 'status')).locallySoftRemoved).toEqual(['acme.app/c'])
  await rig.json('ws', 'recover', 'c')
  expect((await rig.json<{ modifiedComponents: unknown }>('ws', 'status')).modifiedComponents).toEqual([])
  expect(await refused(rig, 'recover', 'c')).toContain('acme.app/c is not deleted NOT_DELETED')

  await rig.json('ws', 'delete', 'c')
  await rig.json('ws', 'tag', 'c', '-m', 'not needed', '--skip-build')
  expect((await rig.tessera('ws', 'export')).stdout).toContain('acme.app/c is deleted: it has left the workspace')
  expect(existsSync(rig.path('ws/components/c'))).toBe(false)
  expect(await marksIn(rig, 'acme.app')).toEqual(['acme.app/c deleted'])
  expect((await rig.tessera('ws', 'import', 'acme.app/*')).stderr).toContain('NO_MATCH')

  await rig.workspace('other', 'acme.app')
  await scopesFor(rig, 'other')
  const imported = await rig.tessera('other', 'import', 'acme.app/c', '-x')
  expect(imported.stderr).toContain('acme.app/c@0.0.2 is deleted COMPONENT_DELETED')

  await rig.json('ws', 'recover', 'acme.app/c', '-x')
  await rig.json('ws', 'tag', 'c', '-m', 'needed', '--skip-build')
  await rig.json('ws', 'export')
  expect(await marksIn(rig, 'acme.app')).toEqual(['acme.app/c'])
  expect(versionsIn(rig, 'ws')['c']).toBe('0.0.3')
})

test('versions are deleted by range and by hash; the component stays, and whoever takes one is told', async ({
  rig,
}) => {
  await plainWorkspace(rig, 'exported')
  const change = (text: string): void => rig.write({ 'ws/components/c/notes.ts': `export const note = '${text}'\n` })
  change('snapped')
  await rig.json('ws', 'snap', 'c', '-m', 'a try', '--skip-build')
  const [{ hash = '' } = {}] = await rig.json<readonly { readonly hash: string }[]>('ws', 'log', 'c')
  change('tagged')
  await rig.json('ws', 'tag', 'c', '-m', 'second', '--skip-build')
  await rig.json('ws', 'export')

  expect(await refused(rig, 'delete', 'c', '--range', 'never')).toContain('"never" is no range of versions')
  expect(await refused(rig, 'delete', 'c', '--range', '>1')).toContain(
    'no version of c is one of those VERSION_NOT_FOUND',
  )
  expect(await refused(rig, 'delete', 'c', '--snaps', '0.0.1')).toContain('has the tag 0.0.1 INVALID_VERSION')
  expect(await refused(rig, 'delete', 'c', '--range', '<1', '--force')).toContain('USAGE')
  expect(await rig.json<object>('ws', 'delete', 'c', '--range', '<0.0.2', '--snaps', hash.slice(0, 9))).toEqual({
    marked: [{ id: 'acme.app/c', versions: ['0.0.1', hash] }],
    dryRun: false,
  })
  expect(rig.read('ws/.bitmap')).toContain('"removed": false')
  expect((await rig.json<{ locallySoftRemoved: unknown }>('ws', 'status')).locallySoftRemoved).toEqual([])
  await rig.json('ws', 'tag', 'c', '-m', 'old ones go', '--skip-build')
  await rig.json('ws', 'export')
  expect(existsSync(rig.path('ws/components/c/index.ts'))).toBe(true)
  const rows = await rig.json<readonly { readonly tag?: string; readonly deleted?: true }[]>('ws', 'log', 'c')
  expect(rows.map(({ tag, deleted = false }) => [tag, deleted])).toEqual([
    ['0.0.3', false],
    ['0.0.2', false],
    [undefined, true],
    ['0.0.1', true],
  ])
  expect(await marksIn(rig, 'acme.app')).toEqual(['acme.app/c'])
  const left = await rig.tessera('ws', 'checkout', '0.0.1', 'c', '-x')
  expect(left.stderr).toContain('acme.app/c@0.0.1 is deleted COMPONENT_DELETED')
  expect(versionsIn(rig, 'ws')['c']).toBe('0.0.1')
  expect((await rig.tessera('ws', 'checkout', 'head', 'c', '-x')).stderr).not.toContain('COMPONENT_DELETED')

  await rig.workspace('other', 'acme.app')
  await scopesFor(rig, 'other')
  expect((await rig.tessera('other', 'import', 'acme.app/c@0.0.1', '-x')).stderr).toContain(
    'acme.app/c@0.0.1 is deleted COMPONENT_DELETED',
  )
  expect((await rig.tessera('other', 'import', 'acme.app/c', '-x')).stderr).not.toContain('COMPONENT_DELETED')

  await rig.json('ws', 'recover', 'c')
  await rig.json('ws', 'tag', 'c', '-m', 'needed', '--skip-build')
  expect((await rig.tessera('ws', 'checkout', '0.0.1', 'c', '-x')).stderr).not.toContain('COMPONENT_DELETED')
})

test('a scope forgets for good only what nobody depends on', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  const hard = ['--hard', 'acme.base']
  expect(await refused(rig, 'delete', 'acme.base/b', ...hard)).toContain(
    'acme.app/c depends on acme.base/b COMPONENT_IN_USE',
  )
  expect(await refused(rig, 'delete', 'acme.base/bb', ...hard)).toContain('did you mean "acme.base/b"?')
  await rig.json('ws', 'delete', 'acme.app/c', '--hard', 'file:../scopes/acme.app')
  expect(await marksIn(rig, 'acme.app')).toEqual([])
  await rig.json('ws', 'delete', 'acme.base/b', ...hard, '--dry-run')
  await rig.json('ws', 'delete', 'acme.base/b', ...hard)
  expect(await marksIn(rig, 'acme.base')).toEqual(['acme.base/a'])
})

test('a deprecation goes by the next version to the scope, and whoever imports is told', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  expect(await refused(rig, 'deprecate', 'c', '--range', 'soon')).toContain('"soon" is no range of versions')
  await rig.json('ws', 'deprecate', 'c', '--new-id', 'acme.app/d')
  await rig.json('ws', 'tag', '-m', 'use d', '--skip-build')
  await rig.json('ws', 'export')
  expect(await marksIn(rig, 'acme.app')).toEqual(['acme.app/c deprecated'])
  const told = await rig.tessera('ws', 'import', 'acme.app/c', '-x')
  expect(told.stderr).toContain('acme.app/c@0.0.2 is deprecated COMPONENT_DEPRECATED')
  expect(told.stderr).toContain('use acme.app/d instead')
  await rig.json('ws', 'undeprecate', 'c')
  expect(await marksIn(rig)).toEqual(['acme.app/c', 'acme.base/a', 'acme.base/b'])
})

test('move, fork and rename, with those who import along', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  expect(await refused(rig, 'move', 'components/a', 'components/b')).toContain('FOLDER_TAKEN')
  await rig.json('ws', 'move', 'components/a', 'base/a')
  expect(existsSync(rig.path('ws/components/a'))).toBe(false)
  expect((await rig.json<{ modifiedComponents: unknown }>('ws', 'status')).modifiedComponents).toEqual([])

  const forked = await rig.json<{ refactored: unknown }>('ws', 'fork', 'a', 'a2', '--refactor')
  expect(forked.refactored).toEqual(['components/b/index.ts'])
  expect(rig.read('ws/components/b/index.ts')).toContain("from '@acme/base.a2'")
  expect(rig.read('ws/.bitmap')).toContain('"teambit.component/forking"')

  await rig.json('ws', 'rename', 'a2', 'a3', '--refactor')
  expect(rig.read('ws/components/b/index.ts')).toContain("from '@acme/base.a3'")
  expect(existsSync(rig.path('ws/components/a2'))).toBe(false)
  const renamed = await rig.json<{ old: string }>('ws', 'rename', 'c', 'd')
  expect(renamed.old).toBe('deprecated')
  expect(await marksIn(rig)).toEqual([
    'acme.app/c deprecated',
    'acme.app/d',
    'acme.base/a',
    'acme.base/a3',
    'acme.base/b',
  ])
  expect((await rig.tessera('ws', 'test')).code).toBe(0)
})

test('an import merges what was edited here, and brings dependencies as source', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  await rig.workspace('other', 'acme.app')
  await scopesFor(rig, 'other')
  await rig.json('other', 'import', 'acme.app/c', '--dependencies-depth', '1', '-x')
  expect(Object.keys(versionsIn(rig, 'other'))).toEqual(['b', 'c'])
  await rig.json('other', 'import', 'acme.base/b', '--dependencies', '-x')
  expect(versionsIn(rig, 'other')).toEqual({ a: '0.0.1', b: '0.0.1', c: '0.0.1' })
  changeA(rig, 'z')
  await rig.json('ws', 'tag', '-m', 'z', '--skip-build')
  await rig.json('ws', 'export')
  rig.write({ 'other/components/a/index.ts': `// mine\n${rig.read('other/components/a/index.ts')}` })
  expect((await rig.tessera('other', 'import', 'acme.base/a', '-x')).stderr).toContain('LOCAL_CHANGES')
  expect((await rig.tessera('other', 'import', 'acme.base/a', '--merge', '--override')).stderr).toContain('give one')
  await rig.json('other', 'import', 'acme.base/a', '--merge', '-x')
  expect(rig.read('other/components/a/index.ts')).toMatch(/^\/\/ mine\n[^]*name: 'z'/)
})

test('eject puts a package in the place of sources', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  const result = await rig.json<{ vendored: readonly { packageName: string }[] }>('ws', 'eject', 'a', '-x')
  expect(result.vendored.map(({ packageName }) => packageName)).toContain('@acme/base.a')
  expect(existsSync(rig.path('ws/components/a'))).toBe(false)
  expect(existsSync(rig.path('ws/vendor/acme-base.a-0.0.1.tgz'))).toBe(true)
  expect(versionsIn(rig, 'ws')).toEqual({ b: '0.0.1', c: '0.0.1' })
})

test('doctor says what is wrong and how to mend it', async ({ rig }) => {
  await plainWorkspace(rig, 'tagged')
  const states = async (): Promise<Record<string, string>> => {
    const output = await rig.tessera('ws', 'doctor', '--json')
    const { checks } = JSON.parse(output.stdout) as { checks: readonly { name: string; state: string }[] }
    return Object.fromEntries(checks.map(({ name, state }) => [name, state]))
  }
  expect(await states()).toMatchObject({
    ...{ node: 'ok', 'workspace.jsonc': 'ok', '.bitmap': 'ok', links: 'ok', packages: 'ok', 'local scope': 'ok' },
    ...{ 'remote acme.base': 'ok', 'remote acme.app': 'ok', turns: 'ok' },
  })
  rig.edit('ws/package.json', '../scopes/acme.base', '../scopes/acme.gone')
  rig.edit('ws/.bitmap', 'components/b', 'components/bb')
  expect(await states()).toMatchObject({ '.bitmap': 'fail', 'remote acme.base': 'fail', 'remote acme.app': 'ok' })
  const output = await rig.tessera('ws', 'doctor')
  expect(output.code).toBe(1)
  expect(output.stdout).toContain('the folder components/bb is gone')
  rig.write({ 'ws/.bitmap': '{' })
  expect(await states()).toMatchObject({ workspace: 'fail' })
})

test('a shell completes components', async ({ rig }) => {
  await plainWorkspace(rig, 'new')
  expect((await rig.tessera('ws', 'completion', 'words', '--', 'remove', 'acme.b')).stdout).toBe(
    'acme.base/a\nacme.base/b\n',
  )
  expect((await rig.tessera('ws', 'completion', 'bash')).stdout).toContain('complete -o default -F _tessera tessera')
  expect((await rig.tessera('ws', 'completion', 'bsh')).stderr).toContain('did you mean "bash"?')
})
