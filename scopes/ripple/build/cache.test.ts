import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cacheDir, openCache } from './cache.ts'
import type { Cache } from './cache.ts'
import { sweepCache } from './sweep-cache.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let root: string
let cache: Cache
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-cache-'))
  cache = openCache(root)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const pathOf = (key: string): string => join(cacheDir(root), 'check', key.slice(0, 2), key)

function put(key: string, daysAgo: number): void {
  cache.put('check', key, { facts: key, files: [Buffer.alloc(1000)] })
  age(pathOf(key), daysAgo)
}

function age(path: string, days: number): void {
  const time = new Date(Date.now() - days * DAY_MS)
  utimesSync(path, time, time)
}

test.for([
  ['cut short', (data: Buffer) => data.subarray(0, -1)],
  ['cut in its head', (data: Buffer) => data.subarray(0, 20)],
  ['empty', () => Buffer.alloc(0)],
  ['with another head', (data: Buffer) => Buffer.concat([Buffer.from('0'), data.subarray(1)])],
] as const)('an entry %s is none, and goes', ([, spoil]) => {
  put('aa1', 0)
  writeFileSync(pathOf('aa1'), spoil(readFileSync(pathOf('aa1'))))
  expect(cache.get('check', 'aa1')).toBeUndefined()
  expect(existsSync(pathOf('aa1'))).toBe(false)
})

test('what was not used for long goes; use counts, not age', () => {
  put('aa1', 40)
  put('bb2', 40)
  put('cc3', 20)
  expect(cache.get('check', 'bb2')?.facts).toBe('bb2')
  expect(Date.now() - statSync(pathOf('bb2')).mtimeMs).toBeLessThan(DAY_MS)
  sweepCache(root)
  expect(['aa1', 'bb2', 'cc3'].map((key) => existsSync(pathOf(key)))).toEqual([false, true, true])
})

test('beyond its size what was not used for longest goes', () => {
  put('aa1', 3)
  put('bb2', 2)
  put('cc3', 1)
  sweepCache(root, { maxBytes: 2500 })
  expect(['aa1', 'bb2', 'cc3'].map((key) => existsSync(pathOf(key)))).toEqual([false, true, true])
})

test('once a day is enough', () => {
  put('aa1', 1)
  sweepCache(root)
  put('bb2', 40)
  sweepCache(root)
  expect(existsSync(pathOf('bb2'))).toBe(true)
  age(join(cacheDir(root), 'swept'), 2)
  sweepCache(root)
  expect(existsSync(pathOf('bb2'))).toBe(false)
})

test('nothing to sweep is no failure', () => {
  expect(() => sweepCache(root)).not.toThrow()
})
