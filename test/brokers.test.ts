import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('docs/brokers.md is what the conformance suite gives', () => {
  const root = join(import.meta.dirname, '..')
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'brokers.mjs'), '--check'], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
