import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkBit } from './doctor-bit.ts'
import { checkNode } from './doctor-checks.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-doctor-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function install(name: string, version: string): string {
  const folder = join(root, 'node_modules', name)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version }))
  writeFileSync(join(folder, 'bin', 'bit.js'), '')
  return join(folder, 'bin', 'bit.js')
}

test('without a bit all is well', () => {
  expect(checkBit({ PATH: root }, root, undefined)).toMatchObject({
    state: 'ok',
    message: 'none here; Tessera needs none',
  })
})

test('the bit of the workspace is told by its version', () => {
  install('@teambit/bit', '0.0.30')
  expect(checkBit({}, root, undefined)).toMatchObject({
    state: 'warn',
    message: expect.stringMatching(/^bit 0\.0\.30, .*does not read this \.bitmap$/),
  })
})

test.skipIf(process.platform === 'win32')('a bit on the path is told by the package that it lies in', () => {
  const command = install('@teambit/bit', '2.2.6')
  const bin = join(root, 'bin')
  mkdirSync(bin)
  symlinkSync(command, join(bin, 'bit'))
  expect(checkBit({ PATH: bin }, join(root, 'elsewhere'), undefined)).toMatchObject({
    state: 'ok',
    message: expect.stringContaining('bit 2.2.6'),
  })
  rmSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(join(root, 'bit'), '')
  expect(checkBit({ PATH: root }, join(root, 'elsewhere'), undefined)).toMatchObject({ state: 'warn' })
})

test('Node.js has to be new enough', () => {
  expect(['18.0.0', '20.18.1', '20.19.0', '22.1.0'].map((version) => checkNode(version).state)).toEqual([
    'fail',
    'fail',
    'ok',
    'ok',
  ])
})
