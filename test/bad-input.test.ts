import { existsSync, rmSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { test, type Rig } from './rig.ts'

const CONTRACT = `import { schemas } from '@tessera/contract.define'
import { z } from 'zod'
export const money = schemas({ id: 'acme.test/money', schemas: { Money: z.object({ amount: z.int() }).meta({ id: 'Money' }) } })
`

/** A workspace with one plain component and one contract. */
async function prepare(rig: Rig): Promise<void> {
  await rig.workspace('ws')
  rig.write({
    'ws/components/text/index.ts': 'export const text = 1\n',
    'ws/components/money/contract/contract.ts': CONTRACT,
  })
  await rig.json('ws', 'add', 'components/text', 'components/money/contract')
}

async function fails(rig: Rig, code: 1 | 2, words: readonly string[]): Promise<string> {
  const output = await rig.tessera('ws', ...words)
  expect(output.code, output.stdout + output.stderr).toBe(code)
  expect(output.stderr).not.toContain('INTERNAL')
  return output.stdout + output.stderr
}

describe('a contract.ts that', () => {
  test.for([
    ['does not compile', 'export const = 1\n', ['CONTRACT_COMPILE', 'components/money/contract/contract.ts:1']],
    [
      'throws',
      "throw new Error('no luck')\n",
      ['CONTRACT_THROWS', 'no luck', 'components/money/contract/contract.ts:1'],
    ],
    ['exports nothing', 'const money = 1\nvoid money\nexport {}\n', ['CONTRACT_EXPORTS_NOTHING', 'contract.ts']],
    ['never returns', 'while (true) {}\nexport {}\n', ['CONTRACT_TIMEOUT', 'contract.ts']],
    [
      'says what JSON Schema cannot',
      CONTRACT.replace('z.int()', 'z.bigint()'),
      ['UNREPRESENTABLE', 'components/money/contract/contract.ts', '/amount'],
    ],
  ] as const)('%s is told so, and its neighbour is built', async ([, source, expected], { rig }) => {
    await prepare(rig)
    rig.write({ 'ws/components/money/contract/contract.ts': source })
    const said = await fails(rig, 1, ['build', '--contract-timeout', '1500'])
    for (const part of expected) expect(said).toContain(part)
    expect(rig.read('ws/components/text/dist/index.js')).toContain('text = 1')
  })
})

describe('folders', () => {
  test('a folder is one component', async ({ rig }) => {
    await prepare(rig)
    expect(await fails(rig, 2, ['add', 'components/text', '--id', 'other'])).toContain('FOLDER_TAKEN')
  })

  test('a component inside another is refused', async ({ rig }) => {
    await prepare(rig)
    rig.write({ 'ws/components/text/inner/index.ts': 'export {}\n' })
    expect(await fails(rig, 2, ['add', 'components/text/inner'])).toContain('NESTED_COMPONENT')
  })

  test('an empty folder, a missing one, and an invalid id are refused', async ({ rig }) => {
    await prepare(rig)
    rig.write({ 'ws/components/big/index.ts': 'export {}\n' })
    expect(await fails(rig, 2, ['add', 'components/nothing'])).toContain('NO_SUCH_FOLDER')
    expect(await fails(rig, 2, ['add', 'components/big', '--id', 'Big One'])).toContain('INVALID_ID')
  })
})

describe('imports', () => {
  test('of an unknown component: the near one is named', async ({ rig }) => {
    await prepare(rig)
    rig.write({ 'ws/components/text/index.ts': "export * from '@acme/test.money.contrat'\n" })
    const said = await fails(rig, 1, ['build'])
    expect(said).toContain('components/text/index.ts:1')
    expect(said).toContain('@acme/test.money.contract')
  })

  test('by a relative path into another component: the package to import is named', async ({ rig }) => {
    await prepare(rig)
    rig.write({ 'ws/components/text/index.ts': "export * from '../money/contract/contract.ts'\n" })
    const said = await fails(rig, 1, ['build'])
    expect(said).toContain('RELATIVE_IMPORT')
    expect(said).toContain('@acme/test.money.contract')
    expect(await fails(rig, 2, ['tag'])).toContain('RELATIVE_IMPORT')
  })
})

describe('words on the command line', () => {
  test.for([
    [['show', 'txet'], 'did you mean "text"'],
    [['tag', 'txet'], 'COMPONENT_NOT_FOUND'],
    [['tag', '--ver', '1.x'], 'INVALID_VERSION'],
    [['tag', 'acme.test/['], 'INVALID_PATTERN'],
    [['tag', 'nothing/*'], 'NO_MATCH'],
    [['tag', '--minor', '--major'], 'USAGE'],
    [['build', 'txet'], 'COMPONENT_NOT_FOUND'],
    [['checkout', '9.9.9', 'text'], 'VERSION_NOT_FOUND'],
    [['mock', 'text'], 'NO_CONTRACT'],
    [['create', 'soap-contract', 'x'], 'UNKNOWN_TEMPLATE'],
    [['remote', 'add', 'file:///nowhere/at/all'], 'REMOTE_NOT_FOUND'],
    [['remote', 'add', 'gopher://x'], 'UNKNOWN_REMOTE_PROTOCOL'],
    [['remote', 'sing'], 'USAGE'],
    [['import', 'acme.elsewhere/thing'], 'UNKNOWN_REMOTE'],
    [['import', 'not an id'], 'INVALID'],
    [['build', '--affected', '--since', 'no-such-ref'], 'GIT_FAILED'],
  ] as const)('%j', async ([words, expected], { rig }) => {
    await prepare(rig)
    expect(await fails(rig, 2, words)).toContain(expected)
  })
})

test('a file, a folder or a name of another kind than is meant', async ({ rig }) => {
  await prepare(rig)
  expect((await rig.tessera('ws', 'generate')).code).toBe(0)
  const cases: readonly (readonly [words: readonly string[], expected: string])[] = [
    [['init', 'package.json'], 'is a file'],
    [['init', 'new', '--default-directory', 'flat'], 'has no {name}'],
    [['contract', 'export', 'money', '--out', 'components'], 'is a folder'],
    [['contract', 'import', 'package.json'], 'NOTHING_TO_IMPORT'],
    [['mock', 'serve'], 'which contract'],
    [['dependents', '--broken'], 'no scope is known'],
    [['dead-letters', 'list', 'embedded:./nothing'], 'NO_SUCH_FOLDER'],
    [['check', 'money', '--provider', 'http://localhost:1', '--operation', 'pay'], 'UNKNOWN_OPERATION'],
    [['remote', 'ad', 'x'], 'did you mean "add"'],
    [['--json', 'contract', 'import', 'package.json'], '"code": "NOTHING_TO_IMPORT"'],
  ]
  await Promise.all(cases.map(async ([words, expected]) => expect(await fails(rig, 2, words)).toContain(expected)))
})

describe('.bitmap', () => {
  test.for([
    [
      'a merge conflict',
      (text: string) => `<<<<<<< ours\n${text}\n=======\n>>>>>>> theirs\n`,
      ['BITMAP_CONFLICT', '.bitmap:1'],
    ],
    ['an unknown schema', (text: string) => text.replace('17.0.0', '99.0.0'), ['UNKNOWN_BITMAP_SCHEMA', '99.0.0']],
    ['an entry without a scope', (text: string) => text.replace(/\s*"scope": "",/, ''), ['INVALID_BITMAP', 'scope']],
    [
      'two components in one folder',
      (text: string) => text.replace('components/text"', 'components/money/contract"'),
      ['INVALID_BITMAP', 'components/money/contract'],
    ],
    ['a cut end', (text: string) => text.slice(0, -20), ['INVALID_BITMAP', '.bitmap:']],
  ] as const)('with %s is refused by name, and left alone', async ([, spoil, expected], { rig }) => {
    await prepare(rig)
    const spoilt = spoil(rig.read('ws/.bitmap'))
    rig.write({ 'ws/.bitmap': spoilt })
    for (const words of [['status'], ['build'], ['tag']]) {
      const said = await fails(rig, 2, words)
      for (const part of expected) expect(said).toContain(part)
    }
    expect(rig.read('ws/.bitmap')).toBe(spoilt)
  })
})

test('init does not forget the components of a .bitmap that is gone, unless told to', async ({ rig }) => {
  await rig.workspace('ws', 'acme.test')
  rig.write({ 'ws/components/a/index.ts': 'export const a = 1\n' })
  await rig.json('ws', 'add', 'components/a')
  await rig.json('ws', 'tag', '-m', 'first', '--skip-build')
  rmSync(rig.path('ws/.bitmap'))
  expect(await fails(rig, 2, ['init'])).toContain('acme.test/a has versions here BITMAP_MISSING')
  expect(existsSync(rig.path('ws/.bitmap'))).toBe(false)
  await rig.json('ws', 'init', '--force')
  expect(rig.read('ws/.bitmap')).not.toContain('"a"')
})

test('a scope that is gone says how to get it back', async ({ rig }) => {
  await prepare(rig)
  await rig.json('.', 'init', '--bare', 'acme.test')
  await rig.json('ws', 'remote', 'add', `file://${rig.path('acme.test')}`)
  await rig.json('ws', 'tag', 'text', '-m', 'first')
  const { rmSync } = await import('node:fs')
  rmSync(rig.path('acme.test'), { recursive: true })
  expect(await fails(rig, 2, ['export'])).toContain('REMOTE_NOT_FOUND')
  expect((await rig.json<{ stagedComponents: unknown[] }>('ws', 'status')).stagedComponents).toHaveLength(1)
})

test('an import over local changes is refused, file by file, and changes nothing', async ({ rig }) => {
  await prepare(rig)
  await rig.json('.', 'init', '--bare', 'acme.test')
  await rig.json('ws', 'remote', 'add', `file://${rig.path('acme.test')}`)
  await rig.json('ws', 'tag', 'text', '-m', 'first')
  await rig.json('ws', 'export')
  rig.write({ 'ws/components/text/index.ts': 'export const text = 2\n' })
  const said = await fails(rig, 2, ['import', 'acme.test/text'])
  expect(said).toContain('LOCAL_CHANGES')
  expect(said).toContain('index.ts')
  expect(rig.read('ws/components/text/index.ts')).toBe('export const text = 2\n')
  await rig.json('ws', 'import', 'acme.test/text', '--override', '-x')
  expect(rig.read('ws/components/text/index.ts')).toBe('export const text = 1\n')
})

test('a hand edit of generated source is reported, and overwritten only on demand', async ({ rig }) => {
  await rig.workspace('ws')
  await rig.json('ws', 'create', 'http-contract', 'acme.test/shop-api')
  const types = 'ws/components/shop-api/types/index.ts'
  const generated = rig.read(types)
  rig.write({ [types]: `${generated}export type Mine = 1\n` })
  rig.edit('ws/components/shop-api/contract/contract.ts', /deadlineMs: \d+/, 'deadlineMs: 1234')
  rig.edit('ws/components/shop-api/contract/contract.ts', /summary: '/, "summary: 'Better: ")
  const said = await fails(rig, 1, ['build'])
  expect(said).toContain('HAND_EDITED')
  expect(said).toContain('components/shop-api/types/index.ts')
  expect(rig.read(types)).toContain('type Mine')
  await rig.json('ws', 'generate', '--overwrite')
  expect(rig.read(types)).not.toContain('type Mine')
  expect((await rig.tessera('ws', 'build')).code).toBe(0)
})
