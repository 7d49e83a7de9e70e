import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { diff } from './diff.ts'
import type { ComponentDiff, DiffOptions } from './diff.ts'
import { createRig } from './rig.ts'
import type { Rig } from './rig.ts'

function rigOf(components: Parameters<typeof createRig>[0]): Rig {
  const rig = createRig(components)
  onTestFinished(rig.dispose)
  return rig
}

async function diffIn(rig: Rig, options: DiffOptions = {}): Promise<readonly ComponentDiff[]> {
  const { workspace, scope, nodes } = await rig.open()
  return diff(workspace, scope, nodes, options)
}

async function changed(): Promise<Rig> {
  const rig = rigOf({ a: { 'index.ts': 'one\ntwo\nthree\n', 'old.ts': 'gone\n' }, b: { 'index.ts': '' } })
  await rig.record('0.0.1', ['a', 'b'])
  rmSync(join(rig.root, 'components/a/old.ts'))
  rig.write({ 'components/a/index.ts': "import '@acme/x.b'\none\r\n2\r\nthree\r\n", 'components/a/new.ts': 'came\n' })
  return rig
}

describe('diff', () => {
  test('of the workspace has files as unified text, and fields', async () => {
    expect(await diffIn(await changed())).toEqual([
      {
        id: 'acme.x/a@0.0.1',
        hasDiff: true,
        filesDiff: [
          {
            ...{ filePath: 'index.ts', file: 'components/a/index.ts', status: 'MODIFIED' },
            ...{ added: 2, removed: 1, isBinary: false },
            diffOutput: [
              '===================================================================',
              '--- index.ts (0.0.1)',
              '+++ index.ts (workspace)',
              '@@ -1,3 +1,4 @@',
              "+import '@acme/x.b'",
              ' one',
              '-two',
              '+2',
              ' three',
              '',
            ].join('\n'),
          },
          {
            ...{ filePath: 'new.ts', file: 'components/a/new.ts', status: 'ADDED' },
            ...{ added: 1, removed: 0, isBinary: false, diffOutput: expect.stringContaining('+came') },
          },
          {
            ...{ filePath: 'old.ts', file: 'components/a/old.ts', status: 'DELETED' },
            ...{ added: 0, removed: 1, isBinary: false, diffOutput: expect.stringContaining('-gone') },
          },
        ],
        fieldsDiff: [{ fieldName: 'dependencies', diffOutput: '+ acme.x/b@0.0.1' }],
      },
    ])
  })

  test('of a component that did not change says so, where it is named', async () => {
    const rig = await changed()
    expect(await diffIn(rig, { patterns: ['b'] })).toEqual([
      { id: 'acme.x/b@0.0.1', hasDiff: false, filesDiff: [], fieldsDiff: [] },
    ])
  })

  test('of two versions, and of the workspace with an older one', async () => {
    const rig = await changed()
    await rig.record('0.0.2', ['a'])
    const statuses = async (options: DiffOptions) =>
      (await diffIn(rig, options)).flatMap((each) => each.filesDiff.map(({ filePath, status }) => [filePath, status]))
    const there = [
      ['index.ts', 'MODIFIED'],
      ['new.ts', 'ADDED'],
      ['old.ts', 'DELETED'],
    ]
    expect(await statuses({ patterns: ['a'], version: '0.0.1', toVersion: '0.0.2' })).toEqual(there)
    expect(await statuses({ patterns: ['a'], version: '0.0.1' })).toEqual(there)
    expect(await statuses({ patterns: ['a'] })).toEqual([])
    expect(await statuses({ patterns: ['a'], version: '0.0.2', toVersion: '0.0.1' })).toEqual([
      ['index.ts', 'MODIFIED'],
      ['new.ts', 'DELETED'],
      ['old.ts', 'ADDED'],
    ])
  })

  test('of a new component is with nothing', async () => {
    const rig = rigOf({ a: { 'index.ts': 'one\n' } })
    expect(await diffIn(rig)).toEqual([])
    expect(await diffIn(rig, { patterns: ['a'] })).toMatchObject([
      {
        id: 'acme.x/a',
        filesDiff: [{ filePath: 'index.ts', status: 'ADDED', diffOutput: expect.stringContaining('+one') }],
        fieldsDiff: [{ fieldName: 'main file', diffOutput: '+ index.ts' }],
      },
    ])
  })

  test('of a binary file has its size', async () => {
    const rig = rigOf({ a: { 'index.ts': '', 'logo.png': '\u0000\u0001' } })
    await rig.record('0.0.1', ['a'])
    rig.write({ 'components/a/logo.png': '\u0000\u0001\u0002' })
    expect((await diffIn(rig))[0]?.filesDiff[0]?.diffOutput).toContain('-binary file, 2 bytes\n+binary file, 3 bytes')
  })

  test('ends with the reason where there is nothing to compare with', async () => {
    const rig = await changed()
    await expect(diffIn(rig, { patterns: ['a'], version: '0.0.9' })).rejects.toMatchObject({
      code: 'VERSION_NOT_FOUND',
      message: 'acme.x/a has no version "0.0.9", did you mean "0.0.1"?',
    })
    rmSync(join(rig.root, '.bit'), { recursive: true })
    await expect(diffIn(rig)).rejects.toMatchObject({ code: 'NO_BASELINE' })
  })
})

describe('snaps', () => {
  test('are named by their first digits, and a version is compared with the one before it', async () => {
    const rig = await changed()
    await rig.record('snap', ['a'])
    const { workspace } = await rig.open()
    const hash = workspace.bitmap.entries.find(({ name }) => name === 'a')?.version ?? ''
    const [own] = await diffIn(rig, { patterns: ['a'], parent: true })
    expect(own).toMatchObject({ id: `acme.x/a@${hash}`, filesDiff: [{ added: 2, removed: 1 }, {}, {}] })
    expect(own?.filesDiff[0]?.diffOutput).toContain(`+++ index.ts (${hash.slice(0, 9)})`)
    expect(await diffIn(rig, { patterns: ['a'], version: '0.0.1', toVersion: hash.slice(0, 7) })).toEqual([own])
    const [first] = await diffIn(rig, { patterns: ['a'], version: '0.0.1', parent: true })
    expect(first?.filesDiff.map(({ status }) => status)).toEqual(['ADDED', 'ADDED'])
  })
})
