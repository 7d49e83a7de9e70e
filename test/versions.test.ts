import { describe, expect } from 'vitest'
import { bytesOf, changeA, plainWorkspace, said, sources, versionsIn } from './plain.ts'
import { test, type Rig } from './rig.ts'

const STATUS_KEYS = [
  'newComponents',
  'modifiedComponents',
  'stagedComponents',
  'unavailableOnMain',
  'componentsWithIssues',
  'importPendingComponents',
  'autoTagPendingComponents',
  'invalidComponents',
  'locallySoftRemoved',
  'remotelySoftRemoved',
  'outdatedComponents',
  'mergePendingComponents',
  'componentsDuringMergeState',
  'softTaggedComponents',
  'snappedComponents',
  'localOnly',
  'pendingUpdatesFromMain',
  'updatesFromForked',
  'currentLaneId',
  'workspaceIssues',
  'pendingUpdateDependents',
]

interface Tagged {
  readonly tags: readonly { id: string; action: string; message: string }[]
}

const idsOf = ({ tags }: Tagged): string[] => tags.map(({ id, action }) => `${id} ${action}`)
const UNTOUCHED = ['.tessera', 'dist', 'node_modules']

test('the life of three components, as a person reads it', async ({ rig }) => {
  await plainWorkspace(rig)
  const run = async (...words: string[]): Promise<string> => said(await rig.tessera('ws', ...words))

  expect(await run('status')).toMatchInlineSnapshot(`
    "
    new components
      acme.app/c
      acme.base/a
      acme.base/b
    | next: tessera tag -m "<what changed>"
    "
  `)
  expect(await run('graph')).toMatchInlineSnapshot(`
    "
    acme.base/a
    acme.base/b -> acme.base/a
    acme.app/c -> acme.base/b
    "
  `)
  expect(await run('graph', '--cycles')).toMatchInlineSnapshot(`
    "
    no cycles
    "
  `)
  expect(await run('dependents', 'a')).toMatchInlineSnapshot(`
    "
    acme.app/c (indirect)
    acme.base/b
    "
  `)
  expect(await run('tag', '--dry-run')).toMatchInlineSnapshot(`
    "
      acme.base/a@0.0.1    new
      acme.base/b@0.0.1    new
      acme.app/c@0.0.1     new
    3 components would get a version
    "
  `)
  expect(await run('tag', '-m', 'first')).toMatchInlineSnapshot(`
    "
      acme.base/a@0.0.1    new
      acme.base/b@0.0.1    new
      acme.app/c@0.0.1     new
    3 components tagged
    | ● acme.base/a, acme.base/b, acme.app/c changed
    |   acme.base/a  ✔ built      <time>  never built here
    |   acme.base/b  ✔ built      <time>  never built here
    |   acme.app/c   ✔ built      <time>  never built here
    |   acme.app/c   ✔ tested     <time>  1 test
    | ✔ 3 built in <time>
    | next: tessera export
    "
  `)
  expect(await run('export', '--dry-run')).toMatchInlineSnapshot(`
    "
    2 components would go to acme.base
      acme.base/a@0.0.1
      acme.base/b@0.0.1
    1 component would go to acme.app
      acme.app/c@0.0.1
    "
  `)
  expect(await run('export')).toMatchInlineSnapshot(`
    "
    2 components exported to acme.base
      acme.base/a@0.0.1
      acme.base/b@0.0.1
    1 component exported to acme.app
      acme.app/c@0.0.1
    |   exporting to acme.base 0/2
    |   exporting to acme.app 1/2
    | next: elsewhere: tessera import <id>
    "
  `)
  expect(await run('status')).toMatchInlineSnapshot(`
    "
    nothing to tag or export
    "
  `)

  changeA(rig, 'z')
  expect(await run('status')).toMatchInlineSnapshot(`
    "
    modified components
      acme.app/c
      acme.base/a

    dependents that a tag would give a version too
      acme.base/b
    | next: tessera tag -m "<what changed>"
    "
  `)
  expect(await run('diff', 'a')).toMatchInlineSnapshot(`
    "
    acme.base/a@0.0.1
    ===================================================================
    --- index.ts (0.0.1)
    +++ index.ts (workspace)
    @@ -1,4 +1,4 @@
     export interface A {
       readonly name: string
     }
    -export const a = (): A => ({ name: 'a' })
    +export const a = (): A => ({ name: 'z' })
    "
  `)
  expect(await run('tag', 'a', '--minor', '-m', 'z it is', '--dry-run')).toMatchInlineSnapshot(`
    "
      acme.base/a@0.1.0  was 0.0.1  modified
      acme.base/b@0.0.2  was 0.0.1  auto-tagged: depends on acme.base/a@0.1.0
      acme.app/c@0.0.2   was 0.0.1  auto-tagged: depends on acme.base/b@0.0.2
    3 components would get a version
    "
  `)
  expect(await run('tag', '--minor', '-m', 'z it is')).toMatchInlineSnapshot(`
    "
      acme.base/a@0.1.0  was 0.0.1  modified
      acme.base/b@0.0.2  was 0.0.1  auto-tagged: depends on acme.base/a@0.1.0
      acme.app/c@0.1.0   was 0.0.1  modified
    3 components tagged
    | ● acme.base/a, acme.app/c changed
    |   acme.base/a  ✔ built      <time>  own sources
    |   acme.base/b  = unchanged  the declarations of acme.base/a are equal
    |   acme.app/c   ✔ built      <time>  own sources
    |   acme.app/c   ✔ tested     <time>  1 test
    | ✔ 2 built, 1 unchanged in <time>
    | next: tessera export
    "
  `)
  expect(await run('list')).toMatchInlineSnapshot(`
    "
    id           current  local  remote
    acme.app/c   0.1.0    0.1.0  0.0.1
    acme.base/a  0.1.0    0.1.0  0.0.1
    acme.base/b  0.0.2    0.0.2  0.0.1
    "
  `)
  expect(await run('show', 'c')).toMatchInlineSnapshot(`
    "
    id                acme.app/c@0.1.0
    scope             acme.app
    name              c
    package name      @acme/app.c
    main file         index.ts
    root dir          components/c
    files             c.test.ts, index.ts
    dev files         c.test.ts
    dependencies      acme.base/b@0.0.2
    dev dependencies  vitest@4.1.12
    versions          0.0.1, 0.1.0
    "
  `)
  expect(await run('log', 'b')).toMatchInlineSnapshot(`
    "
    0.0.2  <date>
    Ada <ada@acme.test>
        z it is (bump dependencies versions)

    0.0.1  <date>
    Ada <ada@acme.test>
        first
    "
  `)
  expect(await run('log', 'b', '--one-line')).toMatchInlineSnapshot(`
    "
    0.0.2  <date>  Ada  z it is (bump dependencies versions)
    0.0.1  <date>  Ada  first
    "
  `)
  expect(await run('checkout', '0.0.1', 'c')).toMatchInlineSnapshot(`
    "
    acme.app/c  0.1.0 -> 0.0.1
    | next: tessera build
    "
  `)
  expect(await run('status')).toMatchInlineSnapshot(`
    "
    staged, not exported yet
      acme.app/c  0.1.0
      acme.base/a  0.1.0
      acme.base/b  0.0.2

    a newer version exists
      acme.app/c  head 0.1.0
    | next: tessera export
    "
  `)
  expect(await run('checkout', 'head')).toMatchInlineSnapshot(`
    "
    acme.app/c  0.0.1 -> 0.1.0
    | next: tessera build
    "
  `)
})

test('--json has the keys of Bit', async ({ rig }) => {
  await plainWorkspace(rig, 'tagged')
  changeA(rig, 'z')
  const status = await rig.json<Record<string, unknown>>('ws', 'status')
  expect(Object.keys(status)).toEqual(STATUS_KEYS)
  expect(status).toMatchObject({
    modifiedComponents: ['acme.app/c', 'acme.base/a'],
    autoTagPendingComponents: ['acme.base/b'],
    stagedComponents: [{ id: 'acme.app/c', versions: ['0.0.1'] }, { id: 'acme.base/a' }, { id: 'acme.base/b' }],
    currentLaneId: 'acme.base/main',
  })
  const [log] = await rig.json<Record<string, unknown>[]>('ws', 'log', 'a')
  expect(log).toMatchObject({ message: 'first', tag: '0.0.1', username: 'Ada', email: 'ada@acme.test', parents: [] })
  const list = await rig.json<Record<string, unknown>[]>('ws', 'list')
  expect(Object.keys(list[0] ?? {})).toEqual(
    expect.arrayContaining(['id', 'localVersion', 'currentVersion', 'remoteVersion', 'deprecated']),
  )
  const show = await rig.json<{ title: string; json: unknown }[]>('ws', 'show', 'b')
  expect(Object.fromEntries(show.map(({ title, json }) => [title, json]))).toMatchObject({
    id: 'acme.base/b@0.0.1',
    dependencies: [{ id: 'acme.base/a@0.0.1', packageName: '@acme/base.a' }],
  })
})

describe('tag', () => {
  test('takes a level, a version, a pattern, and leaves dependents alone on demand', async ({ rig }) => {
    await plainWorkspace(rig)
    const tag = async (...words: string[]): Promise<string[]> => idsOf(await rig.json<Tagged>('ws', 'tag', ...words))

    expect(await tag('a', 'b', '--ver', '1.2.3', '-m', 'first')).toEqual([
      'acme.base/a@1.2.3 tagged',
      'acme.base/b@1.2.3 tagged',
    ])
    expect(await tag('acme.app/*', '--major')).toEqual(['acme.app/c@1.0.0 tagged'])
    expect(await tag()).toEqual([])

    changeA(rig, 'y')
    expect(await tag('a', '--patch', '--skip-auto-tag')).toEqual(['acme.base/a@1.2.4 tagged'])
    expect(versionsIn(rig, 'ws')).toEqual({ a: '1.2.4', b: '1.2.3', c: '1.0.0' })
    expect(await tag('--minor', '-m', 'catch up')).toEqual(['acme.base/b@1.3.0 tagged', 'acme.app/c@1.1.0 tagged'])
    expect(await tag('b', '--unmodified')).toEqual(['acme.base/b@1.3.1 tagged', 'acme.app/c@1.1.1 auto-tagged'])
  })

  test('gives every transitive dependent one new version, however many ways lead to it', async ({ rig }) => {
    await plainWorkspace(rig)
    rig.write({
      'ws/components/top/index.ts': `import { a } from '@acme/base.a'\nimport { b } from '@acme/base.b'\nimport { c } from '@acme/app.c'\nexport const top = [a, b, c]\n`,
    })
    await rig.json('ws', 'add', 'components/top')
    await rig.json('ws', 'tag', '-m', 'first')
    rig.edit('ws/components/a/index.ts', 'name: string', 'name: string // who')
    const tagged = await rig.json<Tagged>('ws', 'tag', '-m', 'say who')
    expect(tagged.tags.map(({ id, action, message }) => [id, action, message])).toEqual([
      ['acme.base/a@0.0.2', 'tagged', 'say who'],
      ['acme.base/b@0.0.2', 'auto-tagged', 'say who (bump dependencies versions)'],
      ['acme.app/c@0.0.2', 'auto-tagged', 'say who (bump dependencies versions)'],
      ['acme.base/top@0.0.2', 'auto-tagged', 'say who (bump dependencies versions)'],
    ])
    expect((await rig.tessera('ws', 'status')).stdout).not.toContain('modified')
  })

  test.for([
    [
      'does not type-check',
      (rig: Rig) => rig.edit('ws/components/a/index.ts', /name/g, 'label'),
      ['components/c/index.ts:2', 'acme.app/c'],
    ],
    [
      'fails its tests',
      (rig: Rig) => rig.edit('ws/components/a/index.ts', "name: 'a'", "name: 'q'"),
      ['components/c/c.test.ts:3', 'TEST_FAILED'],
    ],
    [
      'has issues',
      (rig: Rig) => rig.edit('ws/components/a/index.ts', 'export', "import '@acme/base.nowhere'\nexport"),
      ['components/a/index.ts:1', '@acme/base.nowhere'],
    ],
    [
      'goes in a circle',
      (rig: Rig) => rig.edit('ws/components/a/index.ts', 'export', "import type {} from '@acme/app.c'\nexport"),
      ['acme.app/c', 'acme.base/a'],
    ],
  ] as const)('of what %s tags nothing and leaves every byte', async ([, spoil, expected], { rig }) => {
    await plainWorkspace(rig, 'tagged')
    spoil(rig)
    const before = bytesOf(rig, 'ws', UNTOUCHED)
    const output = await rig.tessera('ws', 'tag', '-m', 'second')
    expect(output.code, output.stderr).toBeGreaterThan(0)
    expect(output.code).toBeLessThan(3)
    for (const part of expected) expect(output.stderr).toContain(part)
    expect(bytesOf(rig, 'ws', UNTOUCHED)).toEqual(before)
  })

  test('of a cycle is one unit, where it is wanted', async ({ rig }) => {
    await plainWorkspace(rig, 'tagged')
    rig.write({
      'ws/components/a/index.ts': `import type { c } from '@acme/app.c'\n${sources.A}export type Far = typeof c\n`,
    })
    expect(said(await rig.tessera('ws', 'graph', '--cycles'))).toMatchInlineSnapshot(`
      "
      acme.app/c <-> acme.base/a <-> acme.base/b
      "
    `)
    expect(said(await rig.tessera('ws', 'tag', 'a'))).toMatchInlineSnapshot(`
      "
      | ✖ these components depend on each other: acme.app/c, acme.base/a, acme.base/b CIRCULAR_DEPENDENCY
      |   next: move what they share into a component of its own, or tag them as one unit with --ignore-issues
      "
    `)
    const tagged = await rig.json<Tagged>('ws', 'tag', 'a', '--ignore-issues', '-m', 'all at once')
    expect(idsOf(tagged).toSorted()).toEqual([
      'acme.app/c@0.0.2 auto-tagged',
      'acme.base/a@0.0.2 tagged',
      'acme.base/b@0.0.2 auto-tagged',
    ])
    await rig.json('ws', 'export')
    expect(said(await rig.tessera('ws', 'status'))).toMatchInlineSnapshot(`
      "
      with issues
        acme.app/c
          these components depend on each other: acme.app/c, acme.base/a, acme.base/b
        acme.base/a
          these components depend on each other: acme.app/c, acme.base/a, acme.base/b
        acme.base/b
          these components depend on each other: acme.app/c, acme.base/a, acme.base/b
      | next: mend the issues: they block tag
      "
    `)
  })
})

describe('checkout', () => {
  test('goes back, forward, and drops local changes only when told', async ({ rig }) => {
    await plainWorkspace(rig, 'tagged')
    const first = rig.read('ws/components/a/index.ts')
    changeA(rig, 'z')
    rig.write({ 'ws/components/a/extra.ts': 'export const extra = 1\n' })
    await rig.json('ws', 'tag', '-m', 'second')
    const second = rig.read('ws/components/a/index.ts')

    await rig.json('ws', 'checkout', '0.0.1', 'a')
    expect(rig.read('ws/components/a/index.ts')).toBe(first)
    expect(() => rig.read('ws/components/a/extra.ts')).toThrow('ENOENT')
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.1', b: '0.0.2', c: '0.0.2' })

    rig.write({ 'ws/components/a/index.ts': `${first}// mine\n` })
    const refused = await rig.tessera('ws', 'checkout', 'head', 'a')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('LOCAL_CHANGES')
    expect(rig.read('ws/components/a/index.ts')).toBe(`${first}// mine\n`)

    await rig.json('ws', 'checkout', 'reset', 'a')
    expect(rig.read('ws/components/a/index.ts')).toBe(first)
    await rig.json('ws', 'checkout', 'head', 'a')
    expect(rig.read('ws/components/a/index.ts')).toBe(second)
    expect(rig.read('ws/components/a/extra.ts')).toBe('export const extra = 1\n')
  })

  test('of an older version cannot be tagged as if it were the newest', async ({ rig }) => {
    await plainWorkspace(rig, 'tagged')
    changeA(rig, 'z')
    await rig.json('ws', 'tag', '-m', 'second')
    await rig.json('ws', 'checkout', '0.0.1', 'a')
    rig.edit('ws/components/a/index.ts', "name: 'a'", "name: 'old'")
    const refused = await rig.tessera('ws', 'tag', 'a')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('0.0.2')
    expect(versionsIn(rig, 'ws')['a']).toBe('0.0.1')
  })
})
