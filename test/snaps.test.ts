import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { changeA, plainWorkspace, said, sources, versionsIn } from './plain.ts'
import { test, type Rig } from './rig.ts'

interface Made {
  readonly tags: readonly { id: string; version: string; action: string }[]
}

const run = async (rig: Rig, ...words: string[]): Promise<string> =>
  said(await rig.tessera('ws', ...words))
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<hash>')
    .replaceAll(/\b[0-9a-f]{9}\b/g, '<snap>')

/** A second workspace with the same components, as they were exported. */
async function twin(rig: Rig): Promise<void> {
  await rig.workspace('twin', 'acme.base')
  await rig.json('twin', 'remote', 'add', 'file:../scopes/acme.base')
  await rig.json('twin', 'remote', 'add', 'file:../scopes/acme.app')
  await rig.json('twin', 'import', 'acme.base/*', '--skip-dependency-installation')
}

test('a snap is made, shared, tagged later, and the level counts from the last tag', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  changeA(rig, 'half')
  const { tags } = await rig.json<Made>('ws', 'snap', '-m', 'half way')
  expect(tags.map(({ action }) => action)).toEqual(['snapped', 'auto-snapped', 'snapped'])
  const [a = { version: '' }] = tags
  expect(versionsIn(rig, 'ws')['a']).toBe(a.version)
  expect(await run(rig, 'status')).toMatchInlineSnapshot(`
    "
    snapped, not tagged yet
      acme.app/c
      acme.base/a
      acme.base/b

    staged, not exported yet
      acme.app/c  <snap>
      acme.base/a  <snap>
      acme.base/b  <snap>
    | next: tessera export
    "
  `)
  expect(await run(rig, 'log', 'a', '--one-line')).toContain('<snap>')
  expect(JSON.parse((await rig.tessera('ws', 'log', 'a', '--json')).stdout)).toMatchObject([
    { hash: a.version, message: 'half way', parents: [expect.any(String)] },
    { tag: '0.0.1' },
  ])
  expect(JSON.parse(readFileSync(rig.path('ws/components/a/package.json'), 'utf8'))).toMatchObject({
    version: `0.0.0-${a.version}`,
  })
  await rig.json('ws', 'export')
  await twin(rig)
  expect(versionsIn(rig, 'twin')['a']).toBe(a.version)
  expect(rig.read('twin/components/a/index.ts')).toContain("name: 'half'")
  const tagged = await rig.json<Made>('ws', 'tag', '-m', 'done', '--skip-build')
  expect(tagged.tags.map(({ version }) => version)).toEqual(['0.0.2', '0.0.2', '0.0.2'])
  await rig.json('ws', 'export')
  await rig.json('twin', 'import')
  await rig.json('twin', 'checkout', 'head', '--skip-dependency-installation')
  expect(versionsIn(rig, 'twin')).toEqual({ a: '0.0.2', b: '0.0.2' })
  expect(await run(rig, 'status')).toMatchInlineSnapshot(`
    "
    nothing to tag or export
    "
  `)
})

describe('two snapped the same component', () => {
  async function diverged(rig: Rig, theirs: string, ours: string): Promise<void> {
    await plainWorkspace(rig, 'exported')
    await twin(rig)
    rig.write({ 'twin/components/a/index.ts': theirs })
    await rig.json('twin', 'snap', '-m', 'theirs', '--skip-build')
    await rig.json('twin', 'export')
    rig.write({ 'ws/components/a/index.ts': ours })
    await rig.json('ws', 'snap', '-m', 'ours', '--skip-build')
    expect((await rig.tessera('ws', 'export')).code).not.toBe(0)
    await rig.json('ws', 'import')
  }

  test('and both stay, where they changed different lines', async ({ rig }) => {
    await diverged(rig, `// theirs\n${sources.A}`, `${sources.A}// ours\n`)
    expect(await run(rig, 'status')).toMatchInlineSnapshot(`
      "
      snapped, not tagged yet
        acme.app/c
        acme.base/a
        acme.base/b

      tagged here and elsewhere, neither after the other
        acme.base/a  <snap>
        acme.base/b  <snap>

      staged, not exported yet
        acme.app/c  <snap>
      | next: tessera merge
      "
    `)
    expect(await run(rig, 'merge', '--dry-run')).toMatchInlineSnapshot(`
      "
      acme.base/a  <snap> into <snap>
        merged  components/a/index.ts
      acme.base/b  <snap> into <snap>
      nothing was changed yet
      "
    `)
    expect(await run(rig, 'merge', '--skip-build')).toMatchInlineSnapshot(`
      "
      acme.base/a  <snap> into <snap>
        merged  components/a/index.ts
      acme.base/b  <snap> into <snap>
        acme.base/a@<snap>  was <snap>  merged
        acme.base/b@<snap>  was <snap>  merged
        acme.app/c@<snap>   was <snap>  auto-snapped: depends on acme.base/b
      3 components snapped
      | next: tessera export
      "
    `)
    expect(rig.read('ws/components/a/index.ts')).toBe(`// theirs\n${sources.A}// ours\n`)
    const [head, ...rest] = await rig.json<{ parents: string[]; hash: string }[]>('ws', 'log', 'a')
    expect(head?.parents).toHaveLength(2)
    expect(rest.map(({ hash }) => hash)).toEqual(expect.arrayContaining(head?.parents ?? []))
    await rig.json('ws', 'export')
    await rig.json('twin', 'import')
    await rig.json('twin', 'checkout', 'head', '--skip-dependency-installation')
    expect(rig.read('twin/components/a/index.ts')).toBe(rig.read('ws/components/a/index.ts'))
  })

  test('and the same lines: refused, marked, given up, resolved', async ({ rig }) => {
    await diverged(rig, sources.A.replace("name: 'a'", "name: 't'"), sources.A.replace("name: 'a'", "name: 'o'"))
    expect(await run(rig, 'merge', 'a')).toMatchInlineSnapshot(`
      "
      | ✖ components/a/index.ts  both sides changed the same lines (<snap> here, <snap> there) UNRESOLVED_CONFLICTS
      | ✖ nothing was merged: components/a/index.ts cannot be merged by itself UNRESOLVED_CONFLICTS
      |   next: --manual writes conflict markers for you to resolve, --auto-merge-resolve ours or theirs takes one side
      "
    `)
    expect(await run(rig, 'merge', 'a', '--manual')).toMatchInlineSnapshot(`
      "
      acme.base/a  <snap> into <snap>
        ✖ to resolve  components/a/index.ts: both sides changed the same lines
      | next: resolve 1 file, then tessera merge --resolve; or give up: tessera merge --abort
      "
    `)
    expect(rig.read('ws/components/a/index.ts')).toMatch(/<{7} [0-9a-f]{9}\n.*'o'.*\n={7}\n.*'t'.*\n>{7} [0-9a-f]{9}\n/)
    expect(await run(rig, 'status')).toContain('being merged, until the next snap or tag\n  acme.base/a')
    expect(await run(rig, 'merge', '--resolve', '--skip-build')).toContain('UNRESOLVED_CONFLICTS')
    expect(await run(rig, 'merge', '--abort')).toMatchInlineSnapshot(`
      "
      acme.base/a  is as in <snap> again
      "
    `)
    expect(rig.read('ws/components/a/index.ts')).toContain("name: 'o'")
    await rig.json('ws', 'merge', '--auto-merge-resolve', 'theirs', '--no-snap')
    expect(rig.read('ws/components/a/index.ts')).toContain("name: 't'")
    const { tags } = await rig.json<Made>('ws', 'tag', '--unmerged', '-m', 'theirs it is', '--skip-build')
    expect(tags[0]).toMatchObject({ id: 'acme.base/a@0.0.2' })
    await rig.json('ws', 'export')
    expect(await rig.json('ws', 'status')).toMatchObject({ componentsDuringMergeState: [], mergePendingComponents: [] })
  })
})

test('versions in a file, pre-releases, and tags that are noted first', async ({ rig }) => {
  await plainWorkspace(rig, 'exported')
  changeA(rig, 'x')
  rig.write({ 'ws/versions.txt': '# who gets what\nacme.base/a: 2.0.0\nDEFAULT: minor\n' })
  const planned = await rig.json<Made>('ws', 'tag', '--dry-run', '--versions-file', 'versions.txt')
  expect(planned.tags.map(({ id }) => id)).toEqual(['acme.base/a@2.0.0', 'acme.base/b@0.0.2', 'acme.app/c@0.1.0'])
  const each = await rig.json<Made>('ws', 'tag', '--dry-run', 'a@1.0.0', 'c@minor')
  expect(each.tags.map(({ id }) => id)).toEqual(['acme.base/a@1.0.0', 'acme.base/b@0.0.2', 'acme.app/c@0.1.0'])
  const beta = await rig.json<Made>('ws', 'tag', '--dry-run', '--pre-release', 'beta')
  expect(beta.tags.map(({ version }) => version)).toEqual(Array(3).fill('0.0.2-beta.0'))
  const by = await rig.json<Made>(
    'ws',
    'tag',
    '--dry-run',
    '--minor',
    '--increment-by',
    '2',
    '--auto-tag-increment',
    'major',
  )
  expect(by.tags.map(({ version }) => version)).toEqual(['0.2.0', '2.0.0', '0.2.0'])

  expect(await run(rig, 'tag', '--soft', '--minor', '-m', 'later')).toMatchInlineSnapshot(`
    "
      acme.base/a@0.1.0  was 0.0.1  modified
      acme.base/b@0.0.2  was 0.0.1  auto-tagged: depends on acme.base/a@0.1.0
      acme.app/c@0.1.0   was 0.0.1  modified
    3 components noted in .bitmap, no version was made
    | next: tessera tag --persist
    "
  `)
  expect(await run(rig, 'status')).toContain('a tag is noted for\n  acme.app/c\n  acme.base/a\n  acme.base/b')
  expect(rig.read('ws/.bitmap')).toContain('"nextVersion"')
  expect(await run(rig, 'tag', '--persist=skip-build')).toMatchInlineSnapshot(`
    "
      acme.base/a@0.1.0  was 0.0.1  modified
      acme.base/b@0.0.2  was 0.0.1  unmodified
      acme.app/c@0.1.0   was 0.0.1  modified
    3 components tagged
    | next: tessera export
    "
  `)
  expect(rig.read('ws/.bitmap')).not.toContain('"nextVersion"')
  expect((await rig.json<{ message: string }[]>('ws', 'log', 'a'))[0]).toMatchObject({ message: 'later', tag: '0.1.0' })
})
