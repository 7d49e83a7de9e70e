import { cpSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { bytesOf, changeA, plainWorkspace, said, sources, versionsIn } from './plain.ts'
import { test, type Rig } from './rig.ts'

/** `ws` and its twin `other`, both at 0.0.1 of all, as two clones. */
async function twoClones(rig: Rig): Promise<void> {
  await plainWorkspace(rig, 'exported')
  cpSync(rig.path('ws'), rig.path('other'), { recursive: true, verbatimSymlinks: true })
}

/** The other one says `theirs` in a file of its own, and is first. */
async function otherIsFirst(rig: Rig, ...level: string[]): Promise<void> {
  rig.write({ 'other/components/a/more.ts': `export const more = 'theirs'\n` })
  await rig.json('other', 'tag', '--skip-tests', '-m', 'theirs', ...level)
  await rig.json('other', 'export')
}

/** Objects of versions that were dropped stay, reachable by hash alone. */
const UNTOUCHED = ['.bit', '.tessera', 'dist', 'node_modules']

const run = async (rig: Rig, ...words: string[]): Promise<string> => said(await rig.tessera('ws', ...words))
const A2 = sources.A.replace("name: 'a'", "name: 'mine'")

describe('two people tag the same component', () => {
  test('under one number: what the refused export says is the way out', async ({ rig }) => {
    await twoClones(rig)
    changeA(rig, 'mine')
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'mine')
    await otherIsFirst(rig)

    expect(await run(rig, 'export')).toMatchInlineSnapshot(`
      "
      |   exporting to acme.base 0/2
      | ✖ acme.base/a@0.0.2 is already in acme.base as <hash>, yours is <hash> MERGE_CONFLICT
      | ✖ acme.base/b@0.0.2 is already in acme.base as <hash>, yours is <hash> MERGE_CONFLICT
      | ✖ the export to acme.base failed: export to acme.base refused: acme.base/a@0.0.2 is already in acme.base as <hash>, yours is <hash> (and 1 more); nothing was exported; not exported: acme.base/a@0.0.2, acme.base/b@0.0.2, acme.app/c@0.0.2 EXPORT_FAILED
      |   next: take yours back, files stay as they are: tessera reset acme.app/c acme.base/a acme.base/b
      |     fetch theirs: tessera import
      |     go on from theirs: tessera checkout head acme.app/c acme.base/a acme.base/b --manual (merges what you edited), or --force-theirs
      |     tessera tag, tessera export
      "
    `)
    expect(await run(rig, 'reset', 'a')).toMatchInlineSnapshot(`
      "
      | ✖ acme.base/a@0.0.2 is a dependency of acme.base/b@0.0.2, which stays VERSION_IN_USE
      |   next: take back what depends on it too: tessera reset acme.app/c acme.base/a acme.base/b; or --force
      "
    `)
    expect(await run(rig, 'reset', 'acme.app/c', 'acme.base/a', 'acme.base/b')).toMatchInlineSnapshot(`
      "
        acme.app/c   0.0.2  back at 0.0.1
        acme.base/a  0.0.2  back at 0.0.1
        acme.base/b  0.0.2  back at 0.0.1
      3 components reset, files stay as they are
      | next: tessera status
      "
    `)
    expect(rig.read('ws/components/a/index.ts')).toBe(A2)
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.1', b: '0.0.1', c: '0.0.1' })
    expect(await run(rig, 'import')).toMatchInlineSnapshot(`
      "
      fetched the objects of 3 components
      |   fetching 0/3
      | next: tessera status tells what is newer there
      "
    `)
    expect(await run(rig, 'status')).toMatchInlineSnapshot(`
      "
      modified components
        acme.app/c
        acme.base/a

      dependents that a tag would give a version too
        acme.base/b

      a newer version exists
        acme.app/c  head 0.0.2
        acme.base/a  head 0.0.2
        acme.base/b  head 0.0.2
      | next: tessera checkout head acme.app/c acme.base/a acme.base/b --manual, which merges what you edited
      "
    `)
    expect(await run(rig, 'checkout', 'head')).toMatchInlineSnapshot(`
      "
      acme.app/c  0.0.1 -> 0.0.2
      acme.base/a  0.0.1 -> 0.0.2
      acme.base/b  0.0.1 -> 0.0.2
      | next: tessera build
      "
    `)
    expect(rig.read('ws/components/a/index.ts')).toBe(A2)
    expect(rig.read('ws/components/a/more.ts')).toContain('theirs')
    expect(await run(rig, 'tag', '-m', 'mine on top')).toMatchInlineSnapshot(`
      "
        acme.base/a@0.0.3  was 0.0.2  modified
        acme.base/b@0.0.3  was 0.0.2  auto-tagged: depends on acme.base/a@0.0.3
        acme.app/c@0.0.3   was 0.0.2  modified
      3 components tagged
      | ● acme.base/a changed
      |   acme.base/a  ✔ built      <time>  own sources
      |   acme.base/b  = unchanged  <time>  checked again, its declarations are equal
      |   acme.app/c   ✔ tested     <time>  1 test
      | ✔ 1 built, 1 unchanged, 1 untouched in <time>
      | next: tessera export
      "
    `)
    expect(await run(rig, 'export')).toMatchInlineSnapshot(`
      "
      2 components exported to acme.base
        acme.base/a@0.0.3
        acme.base/b@0.0.3
      1 component exported to acme.app
        acme.app/c@0.0.3
      |   exporting to acme.base 0/2
      |   exporting to acme.app 1/2
      | next: elsewhere: tessera import <id>
      "
    `)
    expect(await run(rig, 'status')).toMatchInlineSnapshot(`
      "
      nothing to tag or export
      "
    `)

    await rig.json('other', 'import')
    await rig.json('other', 'checkout', 'head')
    expect(rig.read('other/components/a/index.ts')).toBe(A2)
    expect(versionsIn(rig, 'other')).toEqual({ a: '0.0.3', b: '0.0.3', c: '0.0.3' })
  })

  test('under different numbers: an import tells it, and the files of the other can be taken', async ({ rig }) => {
    await twoClones(rig)
    changeA(rig, 'mine')
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'mine')
    await otherIsFirst(rig, '--minor')

    const refused = await rig.tessera('ws', 'export')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('COMPONENT_NEEDS_UPDATE')
    await rig.json('ws', 'import')
    expect(await run(rig, 'status')).toMatchInlineSnapshot(`
      "
      tagged here and elsewhere, neither after the other
        acme.app/c  0.0.2
        acme.base/a  0.0.2
        acme.base/b  0.0.2
      | next: tessera reset acme.app/c acme.base/a acme.base/b, then tessera import; files stay as they are
      "
    `)
    await rig.json('ws', 'reset', 'acme.app/c', 'acme.base/a', 'acme.base/b')
    await rig.json('ws', 'import')
    await rig.json('ws', 'import', 'acme.base/a', 'acme.base/b', 'acme.app/c', '--override', '-x')
    expect(rig.read('ws/components/a/index.ts')).toBe(sources.A)
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.1.0', b: '0.0.2', c: '0.0.2' })
    expect(await run(rig, 'status')).toContain('nothing to tag or export')
    changeA(rig, 'mine')
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'mine again')
    await rig.json('ws', 'export')
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.1.1', b: '0.0.3', c: '0.0.3' })
  })

  test('and one imports before resetting: nothing is overwritten, nothing lost', async ({ rig }) => {
    await twoClones(rig)
    changeA(rig, 'mine')
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'mine')
    await otherIsFirst(rig)

    await rig.json('ws', 'import')
    const before = bytesOf(rig, 'ws/components', ['dist'])
    expect(await run(rig, 'status')).toMatchInlineSnapshot(`
      "
      tagged here and elsewhere, neither after the other
        acme.app/c  0.0.2
        acme.base/a  0.0.2
        acme.base/b  0.0.2
      | next: tessera reset acme.app/c acme.base/a acme.base/b, then tessera import; files stay as they are
      "
    `)
    expect(await run(rig, 'import', 'a', '--override')).toMatchInlineSnapshot(`
      "
      |   fetching 0/1
      | ✖ acme.base/a@0.0.2 was tagged here, and is another version in acme.base MERGE_CONFLICT
      |   next: take yours back first, files stay as they are: tessera reset acme.app/c acme.base/a acme.base/b
      "
    `)
    expect(bytesOf(rig, 'ws/components', ['dist'])).toEqual(before)
    await rig.json('ws', 'reset', '--all')
    await rig.json('ws', 'import')
    await rig.json('ws', 'checkout', 'head', '--force-theirs')
    expect(rig.read('ws/components/a/index.ts')).toBe(sources.A)
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.2', b: '0.0.2', c: '0.0.2' })
    expect(await run(rig, 'tag')).toContain('nothing to tag')
  })
})

describe('reset', () => {
  test('takes back a first tag, and the same can be tagged again', async ({ rig }) => {
    await plainWorkspace(rig)
    const fresh = bytesOf(rig, 'ws', UNTOUCHED)
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'first')
    expect(await run(rig, 'reset')).toMatchInlineSnapshot(`
      "
      | ✖ reset needs to be told which components PATTERN_REQUIRED
      |   next: name them: \`tessera reset <id>\`, or \`tessera reset --all\` for every version that was not exported
      "
    `)
    expect(await run(rig, 'reset', '--all', '--dry-run')).toMatchInlineSnapshot(`
      "
        acme.app/c   0.0.1  new again
        acme.base/a  0.0.1  new again
        acme.base/b  0.0.1  new again
      3 components would be reset, nothing was changed yet
      "
    `)
    expect(await run(rig, 'reset', '--all')).toMatchInlineSnapshot(`
      "
        acme.app/c   0.0.1  new again
        acme.base/a  0.0.1  new again
        acme.base/b  0.0.1  new again
      3 components reset, files stay as they are
      | next: tessera status
      "
    `)
    expect(bytesOf(rig, 'ws', UNTOUCHED)).toEqual(fresh)
    expect(await run(rig, 'reset', '--all')).toMatchInlineSnapshot(`
      "
      nothing to take back: there is no version that was not exported
      "
    `)
    expect(await run(rig, 'status')).toMatchInlineSnapshot(`
      "
      new components
        acme.app/c
        acme.base/a
        acme.base/b
      | next: tessera tag -m "<what changed>"
      "
    `)
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'first again')
    await rig.json('ws', 'export')
    expect(await run(rig, 'reset', '--all')).toContain('nothing to take back')
  })

  test('of the head alone, after two tags', async ({ rig }) => {
    await plainWorkspace(rig, 'tagged')
    changeA(rig, 'z')
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'second')
    expect(await run(rig, 'reset', '--all', '--head')).toMatchInlineSnapshot(`
      "
        acme.app/c   0.0.2  back at 0.0.1
        acme.base/a  0.0.2  back at 0.0.1
        acme.base/b  0.0.2  back at 0.0.1
      3 components reset, files stay as they are
      | next: tessera status
      "
    `)
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.1', b: '0.0.1', c: '0.0.1' })
    await rig.json('ws', 'tag', '--skip-tests', '-m', 'second again')
    expect(versionsIn(rig, 'ws')).toEqual({ a: '0.0.2', b: '0.0.2', c: '0.0.2' })
    await rig.json('ws', 'export')
  })
})

test('what was checked out is not modified for what moved on around it, and no refused command is suggested', async ({
  rig,
}) => {
  await plainWorkspace(rig, 'exported')
  changeA(rig, 'z')
  await rig.json('ws', 'tag', '--skip-tests', '-m', 'second')
  await rig.json('ws', 'export')
  await rig.json('ws', 'checkout', '0.0.1', 'b', 'c')
  expect(await run(rig, 'status')).toMatchInlineSnapshot(`
    "
    a newer version exists
      acme.app/c  head 0.0.2
      acme.base/b  head 0.0.2
    | next: tessera checkout head
    "
  `)
  rig.edit('ws/components/b/index.ts', 'deep: true', 'deep: false')
  expect(await run(rig, 'status')).toMatchInlineSnapshot(`
    "
    modified components
      acme.base/b

    dependents that a tag would give a version too
      acme.app/c

    a newer version exists
      acme.app/c  head 0.0.2
      acme.base/b  head 0.0.2
    | next: tessera checkout head acme.app/c acme.base/b --manual, which merges what you edited
    "
  `)
  expect(await run(rig, 'tag', 'b', '--skip-auto-tag')).toMatchInlineSnapshot(`
    "
    | ✖ acme.base/b is 0.0.1 here, but 0.0.2 exists already NEWER_VERSION_EXISTS
    |   next: bring your changes onto it: \`tessera checkout head acme.base/b --manual\` merges what you edited; or tag from here with --ignore-newest-version
    "
  `)
  await rig.json('ws', 'checkout', 'head', 'acme.app/c', 'acme.base/b', '--force-ours')
  expect(await run(rig, 'status')).toMatchInlineSnapshot(`
    "
    modified components
      acme.base/b

    dependents that a tag would give a version too
      acme.app/c
    | next: tessera tag -m "<what changed>"
    "
  `)
  await rig.json('ws', 'tag', '--skip-tests', '-m', 'third')
  await rig.json('ws', 'export')
})

test('a remote that has another URL now', async ({ rig }) => {
  await plainWorkspace(rig)
  cpSync(rig.path('scopes'), rig.path('moved'), { recursive: true })
  expect(await run(rig, 'remote', 'add', 'file:../moved/acme.base')).toMatchInlineSnapshot(`
    "
    | ✖ the remote "acme.base" has another URL already: file:../scopes/acme.base REMOTE_EXISTS
    |   next: tessera remote add <url> --force puts the new one in its place
    "
  `)
  await rig.json('ws', 'remote', 'add', 'file:../moved/acme.base', '--force')
  expect(await run(rig, 'remote', 'list')).toMatchInlineSnapshot(`
    "
    acme.app   file:../scopes/acme.app
    acme.base  file:../moved/acme.base
    "
  `)
})
