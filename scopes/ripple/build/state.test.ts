import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  ['of another version of the tool', '{"format":1,"units":{"a":{}}}'],
  ['that lacks a part', '{"format":2,"build":1,"touched":false,"units":{}}'],
  ['cut short', '{"format":2,"bui'],
  ['of another kind', '[]'],
])('a state %s is none', ([, text]) => {
  mkdirSync(join(root, '.tessera'))
  writeFileSync(join(root, '.tessera/state.json'), text as string)
  expect(loadState(root)).toMatchObject({ build: 0, units: {}, documents: {} })
})
