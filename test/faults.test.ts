import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { killAll } from '../scripts/kills/kill.mjs'
import { tesseraBinary } from '../scripts/demo/workspace.mjs'
import { test, type Rig } from './rig.ts'

const SCOPE = 'acme.test'
const isRoot = process.getuid?.() === 0

/** Workspaces with components of their own, and one bare scope that all of them know. */
async function makeSystem(rig: Rig, folders: Readonly<Record<string, readonly string[]>>): Promise<void> {
  mkdirSync(rig.path('scope'))
  await rig.json('scope', 'init', '--bare', '.', '--name', SCOPE)
  for (const [folder, names] of Object.entries(folders)) {
    await rig.workspace(folder, SCOPE)
    await rig.json(folder, 'remote', 'add', 'file:../scope')
    for (const name of names) {
      rig.write({ [`${folder}/components/${name}/index.ts`]: `export const made = '${folder} ${name}'\n` })
      await rig.json(folder, 'add', `components/${name}`)
    }
  }
}

const bitmapOf = (rig: Rig, folder: string): string => rig.read(`${folder}/.bitmap`)

test('killed or on a full disk, every command that changes versions leaves the state before or after', async () => {
  const rows = await killAll({ kills: 18, fails: 5, seed: Date.now() })
  expect(rows.flatMap(({ failures }) => failures)).toEqual([])
  expect(rows.filter(({ between }) => between > 0)).toEqual([])
})

describe('at once', () => {
  test('two imports and two tags of one workspace lose nothing', async ({ rig }) => {
    await makeSystem(rig, { owner: ['one', 'two', 'three'], user: [] })
    const tags = await Promise.all([rig.tessera('owner', 'tag', '-m', 'a'), rig.tessera('owner', 'tag', '-m', 'b')])
    expect(tags.map(({ code }) => code)).toEqual([0, 0])
    expect(bitmapOf(rig, 'owner').match(/"version": "0\.0\.1"/g)).toHaveLength(3)
    await rig.json('owner', 'export')
    const names = ['one', 'two', 'three']
    const imports = await Promise.all(names.map((name) => rig.tessera('user', 'import', `${SCOPE}/${name}`, '-x')))
    expect(imports.map(({ code, stderr }) => [code, stderr.includes('✖')])).toEqual(names.map(() => [0, false]))
    expect(bitmapOf(rig, 'user').match(/"version": "0\.0\.1"/g)).toHaveLength(3)
    expect(readdirSync(rig.path('user', '.tessera', 'turns'))).toEqual([])
  })

  test('of the same tag from two workspaces the second is told, per component, with both hashes', async ({ rig }) => {
    await makeSystem(rig, { ann: ['one', 'two'], ben: ['one', 'two'] })
    for (const folder of ['ann', 'ben']) await rig.json(folder, 'tag', '-m', folder)
    await rig.json('ann', 'export')
    const { code, stderr } = await rig.tessera('ben', 'export')
    expect(code).toBe(2)
    for (const name of ['one', 'two']) {
      expect(stderr).toMatch(
        new RegExp(`${SCOPE}/${name}@0\\.0\\.1 is already in ${SCOPE} as [0-9a-f]{40}, yours is [0-9a-f]{40}`),
      )
    }
    expect(readdirSync(rig.path('scope', 'pending-objects'))).toEqual([])
  })

  test('a tag while watch runs, and builds beside each other', async ({ rig }) => {
    await makeSystem(rig, { owner: ['one', 'two'] })
    const watch = spawn(process.execPath, [tesseraBinary, 'watch', '--json'], { cwd: rig.path('owner') })
    onTestFinished(() => void watch.kill())
    let waves = ''
    watch.stdout.on('data', (data: Buffer) => (waves += String(data)))
    const ended = async (count: number): Promise<void> => {
      await expect.poll(() => waves.split('"wave-end"').length - 1, { timeout: 60_000 }).toBeGreaterThanOrEqual(count)
    }
    await ended(1)
    expect((await rig.tessera('owner', 'tag', '-m', 'first')).code).toBe(0)
    const before = waves.split('"wave-end"').length - 1
    rig.edit('owner/components/one/index.ts', 'made', 'remade')
    await ended(before + 1)
    watch.kill()
    const builds = await Promise.all([1, 2, 3].map(() => rig.tessera('owner', 'build')))
    expect(builds.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(readFileSync(rig.path('owner/components/one/dist/index.js'), 'utf8')).toContain('remade')
    expect((await rig.json<{ modifiedComponents: string[] }>('owner', 'status')).modifiedComponents).toEqual([
      `${SCOPE}/one`,
    ])
  })
})

describe('what the system refuses', () => {
  test('a scope that may not be written to says so, and stays as it was', async ({ rig }) => {
    await makeSystem(rig, { owner: ['one'] })
    await rig.json('owner', 'tag', '-m', 'first')
    const before = readdirSync(rig.path('scope'), { recursive: true })
    // Root may write everywhere; then somebody else exports.
    spawnSync('chmod', ['-R', 'a-w', rig.path('scope')])
    spawnSync('chmod', ['755', rig.root])
    if (isRoot) spawnSync('chown', ['-R', '65534:65534', rig.path('owner')])
    const { status, stderr } = spawnSync(process.execPath, [tesseraBinary, 'export'], {
      cwd: rig.path('owner'),
      encoding: 'utf8',
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    })
    expect([status, stderr]).toEqual([2, expect.stringContaining('SCOPE_NOT_WRITABLE')])
    expect(readdirSync(rig.path('scope'), { recursive: true })).toEqual(before)
    spawnSync('chmod', ['-R', 'u+w', rig.path('scope')])
    expect((await rig.tessera('owner', 'export')).code).toBe(0)
  })

  test.skipIf(!canMount())(
    'a disk that is really full (a tmpfs of 128 KiB; needs the right to mount)',
    async ({ rig }) => {
      await makeSystem(rig, { owner: ['one'] })
      rig.write({
        'owner/components/one/noise.txt': Array.from({ length: 60_000 }, () => Math.random().toString(36)).join(''),
      })
      await rig.json('owner', 'tag', '-m', 'first')
      const full = rig.path('full')
      mkdirSync(full)
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', full])
      try {
        await fillUp(rig)
      } finally {
        spawnSync('umount', [full])
      }
    },
  )

  test('a remote that is gone says so, and nothing is put in its place', async ({ rig }) => {
    await makeSystem(rig, { owner: ['one'] })
    await rig.json('owner', 'tag', '-m', 'first')
    renameSync(rig.path('scope'), rig.path('elsewhere'))
    const { code, stderr } = await rig.tessera('owner', 'export')
    expect([code, stderr]).toEqual([2, expect.stringContaining('REMOTE_NOT_FOUND')])
    expect(existsSync(rig.path('scope'))).toBe(false)
    renameSync(rig.path('elsewhere'), rig.path('scope'))
    expect((await rig.tessera('owner', 'export')).code).toBe(0)
  })
})

test('line ends, bytes, names and empty files come back as they were', async ({ rig }) => {
  await makeSystem(rig, { owner: ['one'], user: [] })
  const files: Readonly<Record<string, Buffer>> = {
    'lf.txt': Buffer.from('a\nb\n'),
    'no-end.txt': Buffer.from('a'),
    'bom.ts': Buffer.from('\ufeffexport const bom = 1\n'),
    'empty.txt': Buffer.alloc(0),
    'binary.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff, 0x0d, 0x0d, 0x0a]),
    'caf\u00e9-nfc.txt': Buffer.from('nfc'),
    'cafe\u0301-nfd.txt': Buffer.from('nfd'),
    '日本 語.txt': Buffer.from('name'),
    'run.sh': Buffer.from('#!/bin/sh\necho hi\n'),
  }
  const folder = rig.path('owner', 'components', 'one')
  for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data)
  writeFileSync(join(folder, 'crlf.txt'), 'a\r\nb\rc\n')
  spawnSync('chmod', ['755', join(folder, 'run.sh')])
  await rig.json('owner', 'tag', '-m', 'first')
  await rig.json('owner', 'export')
  await rig.json('user', 'import', `${SCOPE}/one`, '-x')
  const there = rig.path('user', 'components', 'one')
  for (const [name, data] of Object.entries(files))
    expect([name, readFileSync(join(there, name))]).toEqual([name, data])
  // As Bit stores text: with line feeds. Neither here nor there does it count as a change.
  expect(readFileSync(join(there, 'crlf.txt'), 'utf8')).toBe('a\nb\nc\n')
  expect(statSync(join(there, 'run.sh')).mode & 0o111).not.toBe(0)
  for (const workspace of ['owner', 'user']) {
    expect((await rig.json<{ modifiedComponents: string[] }>(workspace, 'status')).modifiedComponents).toEqual([])
  }
  expect((await rig.tessera('user', 'verify')).code).toBe(0)
})

test('verify and gc, as a person meets them', async ({ rig }) => {
  await makeSystem(rig, { owner: ['one'] })
  await rig.json('owner', 'tag', '-m', 'first')
  await rig.json('owner', 'export')
  const objects = rig.path('scope', 'objects')
  const [shard = ''] = readdirSync(objects)
  const [file = ''] = readdirSync(join(objects, shard))
  writeFileSync(join(objects, shard, file), 'garbage')
  const broken = await rig.tessera('owner', 'verify', SCOPE)
  expect([broken.code, broken.stdout]).toEqual([1, expect.stringContaining(`object ${shard}${file} is corrupt`)])
  const mended = await rig.tessera('owner', 'verify', SCOPE, '--repair', '--from', '.')
  expect([mended.code, mended.stdout]).toEqual([0, expect.stringContaining('mended: ')])
  expect((await rig.tessera('scope', 'verify')).stdout).toContain('nothing wrong')
  await rig.json('owner', 'tag', '--unmodified', '-m', 'second')
  await rig.json('owner', 'reset', '--all')
  const { removed } = await rig.json<{ removed: unknown[] }>('owner', 'gc', '--grace', '0', '--dry-run')
  expect(removed).toHaveLength(1)
  expect((await rig.tessera('owner', 'gc', '--grace', '0')).stdout).toMatch(/^1 object removed/)
})

/** Exports to a disk that is too small, then to the same with more room. */
async function fillUp(rig: Rig): Promise<void> {
  await rig.json('full', 'init', '--bare', '.', '--name', SCOPE)
  await rig.json('owner', 'remote', 'add', 'file:../full', '--force')
  const { code, stderr } = await rig.tessera('owner', 'export')
  expect([code, stderr]).toEqual([2, expect.stringContaining('SCOPE_NOT_WRITABLE')])
  expect((await rig.json<unknown[]>('owner', 'list', SCOPE)).length).toBe(0)
  expect((await rig.tessera('full', 'verify')).code).toBe(0)
  spawnSync('mount', ['-o', 'remount,size=8m', rig.path('full')])
  expect((await rig.tessera('owner', 'export')).code).toBe(0)
  expect((await rig.tessera('full', 'verify')).code).toBe(0)
}

/** Whether this process may put a small disk into the tree. */
function canMount(): boolean {
  return process.platform === 'linux' && isRoot && spawnSync('unshare', ['-m', 'true']).status === 0
}
