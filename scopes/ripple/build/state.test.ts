import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadState, recordDocument, saveState } from './state.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'tessera-state-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('what was saved is loaded', () => {
  const state = loadState(root)
  state.build = 3
  recordDocument(state, 'acme.test/money/contract', 'abc')
  saveState(root, state)
  expect(loadState(root).documents).toEqual({ 'acme.test/money/contract': [[3, 'abc']] })
})

test.for([
  ['of another version of the tool', (text: string) => text.replace(/^tessera-state \d+ \S+/, 'tessera-state 1 0.0.1')],
  ['of before there was a head', () => '{"format":2,"build":1,"touched":false,"units":{},"documents":{}}'],
  ['edited', (text: string) => text.replace('"abc"', 'null')],
  ['cut short', (text: string) => text.slice(0, -1)],
  ['cut in its head', (text: string) => text.slice(0, 9)],
] as const)('a state %s is none', ([, spoil]) => {
  const state = loadState(root)
  recordDocument(state, 'acme.test/money/contract', 'abc')
  saveState(root, state)
  const path = join(root, '.tessera/state.json')
  writeFileSync(path, spoil(readFileSync(path, 'utf8')))
  expect(loadState(root)).toMatchObject({ build: 0, units: {}, documents: {} })
})
