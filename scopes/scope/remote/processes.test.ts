import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pathToFileURL } from 'node:url'
import { initScope } from '@tessera/scope.store'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openRemote, type Remote } from './index.ts'

const home = mkdtempSync(join(tmpdir(), 'tessera-processes-'))
let root = ''
let remote: Remote
let count = 0

beforeEach(async () => {
  root = join(home, String(count++))
  await initScope(root, { name: 'acme.shared', bare: true })
  remote = await openRemote(pathToFileURL(root).href)
})
afterAll(() => rmSync(home, { recursive: true }))

/** Exports `rounds` versions of a component, each on top of what is there, and says a word after each. */
const exporter = `
  import { sourceHash, versionHash } from '@tessera/scope.objects'
  import { openRemote } from '@tessera/scope.remote'
  const [url, name, writer, rounds] = process.argv.slice(1)
  const remote = await openRemote(url)
  const id = { scope: 'acme.shared', name }
  for (let round = 0; round < rounds; ) {
    const known = await remote.fetch([id]).catch(() => ({ components: [] }))
    const before = known.components[0] ?? { ...id, versions: {} }
    const sources = Array.from({ length: 20 }, (_, index) => {
      const body = Buffer.from('by ' + writer + ', file ' + index + ' of round ' + round)
      return { hash: sourceHash(body), body }
    })
    const version = {
      files: sources.map(({ hash }, index) => ({ file: hash, relativePath: index + '.ts', name: index + '.ts', test: false })),
      mainFile: '0.ts', log: { message: writer, date: '1' }, dependencies: [], devDependencies: [], flattenedDependencies: [],
      packageDependencies: {}, devPackageDependencies: {}, peerPackageDependencies: {}, extensions: [],
      parents: before.head ? [before.head] : [],
    }
    const hash = versionHash(version)
    const versions = { ...before.versions, [Object.keys(before.versions).length + '.0.0']: hash }
    try {
      await remote.push({ sources, versions: [{ hash, version }], components: [{ ...before, versions, head: hash }] })
      round += 1
      console.log('exported')
    } catch (error) {
      if (error.code !== 'MERGE_CONFLICT' && error.code !== 'COMPONENT_NEEDS_UPDATE') throw error
    }
  }`
/** Reads and writes a number in 10 turns: it is too small in the end where two had the turn at once. */
const counting = `
  import { readFileSync, writeFileSync } from 'node:fs'
  import { setImmediate } from 'node:timers/promises'
  import { inQueue } from './dist/queue.js'
  const [root, counter] = process.argv.slice(1)
  for (let round = 0; round < 10; round += 1) {
    await inQueue(root, 60_000, async () => {
      const value = Number(readFileSync(counter, 'utf8'))
      await setImmediate()
      writeFileSync(counter, String(value + 1))
    })
  }`
const eight = Array.from({ length: 8 }, (_, index) => index)

describe('processes', { timeout: 60_000 }, () => {
  beforeAll(() => {
    const built = existsSync(join(import.meta.dirname, 'dist', 'index.js'))
    if (!built) throw new Error('processes of their own run what is built: run "npm run build" first')
  })

  test('eight that export different components lose nothing', async () => {
    await Promise.all(eight.map((index) => run(`part-${index}`, index)))
    expect((await remote.list()).map(({ name }) => name)).toEqual(eight.map((index) => `part-${index}`))
  })

  test('eight that export the same component, each on top of the others, lose nothing', async () => {
    await Promise.all(eight.map((index) => run('money', index)))
    const batch = await remote.fetch([{ scope: 'acme.shared', name: 'money' }], { history: true })
    expect(Object.keys(batch.components[0]?.versions ?? {})).toHaveLength(8)
    expect(new Set(batch.versions.map(({ version }) => version.log.message))).toEqual(new Set(eight.map(String)))
  })

  test('no two have the turn at the same time', async () => {
    const counter = join(root, 'counter')
    writeFileSync(counter, '0')
    await Promise.all(eight.map(() => evaluate(counting, root, counter)))
    expect(readFileSync(counter, 'utf8')).toBe('80')
  })

  test.each([1, 3])(
    'one that is killed after %d exports leaves a whole scope, and its place in the queue',
    async (rounds) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', exporter, remote.url, 'money', '0', '1000'], {
        cwd: import.meta.dirname,
      })
      for (let round = 0; round < rounds; round += 1) await once(child.stdout, 'data')
      child.kill('SIGKILL')
      await once(child, 'exit')
      const found = await remote.fetch([{ scope: 'acme.shared', name: 'money' }], { history: true })
      expect(found.versions).toHaveLength(Object.keys(found.components[0]?.versions ?? {}).length)
      expect(found.sources).toHaveLength(20 * found.versions.length)
      await run('price', 1)
      expect((await remote.list()).map(({ name }) => name)).toEqual(['money', 'price'])
      expect(readdirSync(join(root, 'pending-objects'))).toEqual([])
    },
  )
})

function run(name: string, writer: number): Promise<unknown> {
  return evaluate(exporter, remote.url, name, String(writer), '1')
}

function evaluate(script: string, ...args: string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, ...args], {
    cwd: import.meta.dirname,
  })
}
