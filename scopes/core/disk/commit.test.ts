import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commitFiles, completeCommits, isTemporary, sweepTemporary, temporaryPath, writeAtomic } from './index.ts'

let root = ''
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'tessera-disk-'))))
afterEach(() => rmSync(root, { recursive: true }))

const commits = () => ({ root, folder: join(root, 'commits') })
const path = (name: string): string => join(root, name)
const write = (name: string, text: string): void => {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), text)
}
/** Every file but those of commits, with what it holds. */
function files(): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(path(name)).isFile())
  return Object.fromEntries(
    names.filter((name) => !name.startsWith('commits')).map((name) => [name, readFileSync(path(name), 'utf8')]),
  )
}

describe('one file', () => {
  test('appears in a new folder, keeps its mode, and leaves nothing beside it', () => {
    writeAtomic(path('a/b.sh'), 'one')
    expect(readdirSync(path('a'))).toEqual(['b.sh'])
    spawnSync('chmod', ['750', path('a/b.sh')])
    writeAtomic(path('a/b.sh'), 'two')
    expect([files(), statSync(path('a/b.sh')).mode & 0o777]).toEqual([{ 'a/b.sh': 'two' }, 0o750])
  })

  test('that cannot be written is named itself', () => {
    mkdirSync(path('folder'))
    expect(() => writeAtomic(path('folder'), 'x')).toThrow(expect.objectContaining({ path: path('folder') }))
    expect(readdirSync(root)).toEqual(['folder'])
  })

  test('what a killed writer left beside it goes with the first write of a process, what lives stays', () => {
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT, root, 'leave'], {
      encoding: 'utf8',
    })
    expect(isTemporary(stdout.trim())).toBe(true)
    const mine = temporaryPath(root)
    writeFileSync(mine, 'half')
    sweepTemporary(root)
    expect(readdirSync(root)).toEqual([mine.slice(root.length + 1)])
  })
})

describe('several files', () => {
  test('of a folder that nothing can be prepared in: what is said is of the file that was meant', async () => {
    write('commits', 'a file')
    const changes = ['one.txt', 'two.txt'].map((name) => ({ path: path(name), data: 'new' }))
    const failure = await commitFiles(commits(), changes).catch((error: NodeJS.ErrnoException) => error)
    expect(failure).toMatchObject({ code: expect.stringMatching(/^E(NOTDIR|EXIST)$/), path: path('one.txt') })
    expect(files()).toEqual({})
  })

  test('change together, folders come and go', async () => {
    write('old/gone.txt', 'x')
    write('kept.txt', 'before')
    await commitFiles(commits(), [
      { path: path('new/file.txt'), data: 'new' },
      { path: path('kept.txt'), data: 'after' },
      { path: path('old/gone.txt') },
    ])
    expect(files()).toEqual({ 'new/file.txt': 'new', 'kept.txt': 'after' })
    expect([existsSync(path('old')), readdirSync(path('commits'))]).toEqual([false, []])
  })

  test('stay as they were where one of them cannot change', async () => {
    write('a.txt', 'a')
    write('b.txt', 'b')
    mkdirSync(path('c.txt/inside'), { recursive: true })
    const before = files()
    const changes = [{ path: path('a.txt'), data: 'A' }, { path: path('b.txt') }, { path: path('c.txt'), data: 'C' }]
    await expect(commitFiles(commits(), changes)).rejects.toThrow(expect.objectContaining({ path: path('c.txt') }))
    expect([files(), readdirSync(path('commits'))]).toEqual([before, []])
  })

  test('a killed process leaves all or none, whatever it came to', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat({ max: 11 }), fc.boolean(), (calls, decided) => {
        rmSync(root, { recursive: true })
        for (const name of ['a', 'b', 'c']) write(name, `${name} before`)
        spawnSync(process.execPath, [
          '--input-type=module',
          '-e',
          SCRIPT,
          root,
          decided ? 'rename' : 'write',
          String(calls),
        ])
        completeCommits(commits())
        const found = Object.values(files()).join()
        expect(['a before,b before,c before', 'a after,b after,d after']).toContain(found)
        completeCommits(commits())
        expect(readdirSync(root).includes('commits') ? readdirSync(path('commits')) : []).toEqual([])
      }),
      { numRuns: 8 },
    )
  })

  test('a journal that leads out of the root, or into git, decides nothing', () => {
    const { stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', SCRIPT, join(root, 'commits'), 'leave'],
      { encoding: 'utf8' },
    )
    const from = stdout.trim()
    const outside = join(dirname(root), `${from}-outside`)
    for (const to of [`../${from}-outside`, outside, '.git/hooks/post-checkout', 'a/../../x']) {
      writeFileSync(join(root, 'commits', from.replace('.tmp', '.commit')), JSON.stringify({ steps: [{ from, to }] }))
      completeCommits(commits())
    }
    expect([existsSync(outside), files()]).toEqual([false, {}])
  })
})

/** Dies by SIGKILL at the n-th call of a function of the file system, or leaves a temporary file and says its name. */
const SCRIPT = `
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  const [root, call, count] = process.argv.slice(1)
  let left = Number(count)
  for (const name of ['renameSync', 'writeFileSync', 'linkSync', 'rmSync']) {
    const real = fs[name]
    fs[name] = (...args) => {
      if (call === 'rename' ? name !== 'writeFileSync' && left-- === 0 : name === 'writeFileSync' && call === 'write' && left-- === 0) process.kill(process.pid, 'SIGKILL')
      return real(...args)
    }
  }
  syncBuiltinESMExports()
  const disk = await import(${JSON.stringify(new URL('./dist/index.js', import.meta.url).href)})
  if (call === 'leave') {
    fs.mkdirSync(root, { recursive: true })
    const path = disk.temporaryPath(root)
    fs.writeFileSync(path, 'half')
    console.log(path.slice(root.length + 1))
  } else {
    const file = (name) => root + '/' + name
    disk.commitFiles({ root, folder: file('commits') }, [
      { path: file('a'), data: 'a after' }, { path: file('b'), data: 'b after' }, { path: file('c') }, { path: file('d'), data: 'd after' },
    ])
  }`
