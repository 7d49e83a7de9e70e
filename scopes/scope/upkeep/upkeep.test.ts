import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { thisHost } from '@tessera/core.disk'
import { inQueue } from '@tessera/scope.remote'
import { encodeObject, encodeVersion, sourceHash, versionHash, type VersionObject } from '@tessera/scope.objects'
import { initScope, objectFile, openScope, type ObjectBatch, type Scope } from '@tessera/scope.store'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collectGarbage, openDonor, repairScope, verifyScope } from './index.ts'

let home = ''
let root = ''
let scope: Scope
/** Hashes by what they are: `1.0.0`, `2.0.0`, `1.0.0 source`… */
let hashes: Readonly<Record<string, string>> = {}

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'tessera-upkeep-'))
  root = join(home, 'scope')
  scope = await initScope(root, { name: 'acme.shared', bare: true })
  hashes = await writeMoney(scope)
  cpSync(root, join(home, 'copy'), { recursive: true })
})
afterEach(() => rmSync(home, { recursive: true }))

function versionOf(text: string, parents: readonly string[]): { batch: ObjectBatch; hash: string; source: string } {
  const body = Buffer.from(text)
  const source = sourceHash(body)
  const version: VersionObject = {
    files: [{ file: source, relativePath: 'index.ts', name: 'index.ts', test: false }],
    mainFile: 'index.ts',
    schema: '1.0.0',
    log: { message: text, date: '1' },
    ...{ dependencies: [], devDependencies: [], flattenedDependencies: [], extensions: [], parents },
    ...{ packageDependencies: {}, devPackageDependencies: {}, peerPackageDependencies: {} },
  }
  const hash = versionHash(version)
  return { batch: { sources: [{ hash: source, body }], versions: [{ hash, version }], components: [] }, hash, source }
}

async function writeMoney(target: Scope): Promise<Readonly<Record<string, string>>> {
  const one = versionOf('export const money = 1', [])
  const two = versionOf('export const money = 2', [one.hash])
  const component = { scope: 'acme.shared', name: 'money', versions: { '1.0.0': one.hash, '2.0.0': two.hash } }
  await target.write(one.batch)
  await target.write({ ...two.batch, components: [{ ...component, head: two.hash, schema: '1.0.0' }] })
  return { '1.0.0': one.hash, '2.0.0': two.hash, '1.0.0 source': one.source, '2.0.0 source': two.source }
}

const fileOf = (what: string): string => objectFile(root, hashes[what] as string)
const codes = async (): Promise<readonly string[]> => (await verifyScope(scope)).findings.map(({ code }) => code)
const repair = async () => repairScope(scope, [await openDonor(join(home, 'copy'))])
function age(): void {
  for (const what of Object.keys(hashes)) utimesSync(fileOf(what), 1, 1)
}

describe('verify', () => {
  test('finds nothing wrong with what was written', async () => {
    const { findings, counts } = await verifyScope(scope)
    expect([findings, counts]).toEqual([[], { Component: 1, Source: 2, Version: 2 }])
  })

  test.each([
    ['is cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 20)), 'CORRUPT_OBJECT'],
    ['is emptied', (file: string) => writeFileSync(file, ''), 'CORRUPT_OBJECT'],
    ['is no zlib', (file: string) => writeFileSync(file, 'garbage'), 'CORRUPT_OBJECT'],
    ['is gone', (file: string) => rmSync(file), 'OBJECT_NOT_FOUND'],
    ['has other content', (file: string) => writeFileSync(file, deflateSync('Source x 1\0other')), 'CORRUPT_OBJECT'],
  ])('names a source that %s, and repair takes it from a scope that has it', async (_how, damage, code) => {
    damage(fileOf('1.0.0 source'))
    const { findings } = await verifyScope(scope)
    expect(findings).toContainEqual(expect.objectContaining({ code, severity: 'error', hash: hashes['1.0.0 source'] }))
    const mended = await repair()
    expect(mended.findings).toEqual([])
    expect(mended.fetched).toEqual({ [hashes['1.0.0 source'] as string]: join(home, 'copy') })
    expect(String(await scope.readSource(hashes['1.0.0 source'] as string))).toBe('export const money = 1')
  })

  test('follows what comes back: a component, its versions and their sources', async () => {
    rmSync(join(root, 'objects'), { recursive: true })
    expect(await codes()).toEqual(['STALE_INDEX'])
    mkdirSync(join(root, 'objects'))
    const dependent = versionOf('export const price = 1', [])
    const needs = { scope: 'acme.shared', name: 'money', version: '2.0.0' }
    const version = { ...(dependent.batch.versions[0]?.version as VersionObject), flattenedDependencies: [needs] }
    const hash = versionHash(version)
    const price = { scope: 'acme.shared', name: 'price', versions: { '1.0.0': hash }, head: hash, schema: '1.0.0' }
    await scope.write({ ...dependent.batch, versions: [{ hash, version }], components: [price] })
    expect((await verifyScope(scope)).findings[0]?.message).toContain('depends on acme.shared/money@2.0.0')
    const { findings, fetched } = await repair()
    expect([findings, Object.keys(fetched).length]).toEqual([[], 5])
  })

  test('a Version under a hash that is not its content is wrong, unless Bit 2 wrote it', async () => {
    const { version } = versionOf('x', []).batch.versions[0] as { version: VersionObject }
    const source = versionOf('x', []).batch
    const random = 'ab'.repeat(20)
    const write = (rest: VersionObject['rest'], bit: string) =>
      scope.write({
        ...source,
        versions: [{ hash: bit, version: { ...version, ...(rest ? { rest } : {}) } }],
        components: [
          { scope: 'acme.shared', name: `x-${bit[0]}`, versions: { '1.0.0': bit }, head: bit, schema: '1.0.0' },
        ],
      })
    await write({ bitVersion: '2.2.6' }, 'cd'.repeat(20))
    expect(await codes()).toEqual([])
    await write(undefined, random)
    expect(await codes()).toEqual(['WRONG_HASH'])
  })

  test('a version that comes after itself, directly or not', async () => {
    const self = versionOf('self', [])
    const { version } = self.batch.versions[0] as { version: VersionObject }
    const put = (hash: string, parents: readonly string[]) => {
      const object = encodeVersion({ ...version, parents }, hash)
      mkdirSync(join(root, 'objects', hash.slice(0, 2)), { recursive: true })
      writeFileSync(objectFile(root, hash), encodeObject(object))
    }
    await scope.write(self.batch)
    const [a, b] = ['1'.repeat(40), '2'.repeat(40)]
    put(a, [b])
    put(b, [a])
    put(self.hash, [self.hash])
    const after = (await verifyScope(scope)).findings.filter(({ message }) => message.endsWith('comes after itself'))
    expect(after).toHaveLength(2)
  })

  test('a stale index and a history that contradicts the versions are mended from what is here', async () => {
    const index = join(root, 'index.json')
    writeFileSync(index, readFileSync(index, 'utf8').replace(/[0-9a-f]{40}/, 'f'.repeat(40)))
    const rows = [
      { hash: hashes['2.0.0'], parents: [] },
      { hash: '3'.repeat(40), parents: [] },
    ]
    const body = Buffer.from(
      JSON.stringify({ name: 'money', scope: 'acme.shared', versions: rows, graphCompleteRefs: [] }),
    )
    const hash = (await import('@tessera/core.model')).sha1('acme.shared/money:VersionHistory')
    mkdirSync(join(root, 'objects', hash.slice(0, 2)), { recursive: true })
    writeFileSync(objectFile(root, hash), encodeObject({ type: 'VersionHistory', hash, body }))
    expect((await codes()).toSorted()).toEqual(['STALE_HISTORY', 'STALE_INDEX'])
    expect((await repairScope(scope, [])).findings).toEqual([])
    expect(String((await scope.readObject(hash)).body)).toContain(`"parents":["${hashes['1.0.0']}"]`)
  })

  test('an export under way is left alone, one that was killed is taken away', async () => {
    await inQueue(root, 1000, async () => {
      expect((await repairScope(scope, [])).findings).toEqual([])
      expect(readdirSync(join(root, 'pending-objects'))).toHaveLength(1)
    })
    const dead = join(root, 'pending-objects', '1-dead')
    mkdirSync(dead, { recursive: true })
    writeFileSync(join(dead, 'owner.json'), JSON.stringify({ pid: 2 ** 30, host: thisHost() }))
    expect(await codes()).toEqual(['ABANDONED_EXPORT'])
    expect((await repairScope(scope, [])).findings).toEqual([])
  })

  test('what a donor made and never exported stays with it', async () => {
    const donor = await openScope(join(home, 'copy'))
    const three = versionOf('export const money = 3', [hashes['2.0.0'] as string])
    const money = await donor.readComponent({ scope: 'acme.shared', name: 'money' })
    if (money === undefined) throw new Error('no money')
    const versions = { ...money.versions, '3.0.0': three.hash }
    const state = { versions: { '3.0.0': { local: true } } }
    await donor.write({ ...three.batch, components: [{ ...money, versions, head: three.hash, state }] })
    const file = (await import('@tessera/scope.objects')).componentHash(money)
    writeFileSync(objectFile(root, file), 'garbage')
    expect((await repair()).findings).toEqual([])
    expect(await scope.readComponent(money)).toEqual(money)
  })

  test('no flipped byte goes unnoticed, and none makes it fail', async () => {
    const files = Object.keys(hashes).map((what) => ({ file: fileOf(what), data: readFileSync(fileOf(what)) }))
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, byte, mask) => {
        const { file, data } = files[at] as (typeof files)[number]
        const flipped = Buffer.from(data)
        flipped[byte % data.length] = (flipped[byte % data.length] as number) ^ mask
        writeFileSync(file, flipped)
        const found = await codes()
        writeFileSync(file, data)
        // Bits of the zlib header that only name the effort that was taken change nothing.
        expect(found.length > 0 || byte % data.length < 2).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('gc', () => {
  const loose = versionOf('nobody needs this', [])
  const isThere = (hash: string): boolean => existsSync(objectFile(root, hash))

  beforeEach(async () => scope.write(loose.batch))

  test('removes what nothing reaches, once it is old enough, and nothing else', async () => {
    expect(await collectGarbage(scope)).toMatchObject({ removed: [], recent: 2 })
    for (const hash of [loose.hash, loose.source]) utimesSync(objectFile(root, hash), 1, 1)
    age()
    expect((await collectGarbage(scope, { dryRun: true })).removed).toHaveLength(2)
    expect([isThere(loose.hash), isThere(loose.source)]).toEqual([true, true])
    expect(await collectGarbage(scope)).toMatchObject({ reachable: 5, recent: 0 })
    expect([isThere(loose.hash), isThere(loose.source)]).toEqual([false, false])
    expect(await codes()).toEqual([])
  })

  test.each([
    ['a head of a remote', () => scope.setRemoteHeads('acme.other', new Map([['acme.other/x', loose.hash]]))],
    [
      'a stash',
      () => mkdirSync(join(root, 'stash')) ?? writeFileSync(join(root, 'stash/a.json'), `{"h":"${loose.hash}"}`),
    ],
    [
      'an export of Bit under way',
      () =>
        mkdirSync(join(root, `pending-objects/1-a/${loose.hash.slice(0, 2)}/${loose.hash.slice(2)}`), {
          recursive: true,
        }),
    ],
  ])('leaves what %s names', async (_what, name) => {
    await name()
    expect((await collectGarbage(scope, { graceMs: 0, dryRun: true })).removed).toEqual([])
  })

  test('leaves what .bitmap names, what a lane names, and what a writer begins to use again', async () => {
    expect((await collectGarbage(scope, { graceMs: 0, dryRun: true, roots: [`"${loose.hash}"`] })).removed).toEqual([])
    for (const hash of [loose.hash, loose.source]) utimesSync(objectFile(root, hash), 1, 1)
    expect(await scope.keep(loose.source)).toBe(true)
    expect((await collectGarbage(scope, { dryRun: true })).removed.map(({ hash }) => hash)).toEqual([loose.hash])
    const lane = 'e'.repeat(40)
    const body = Buffer.from(JSON.stringify({ name: 'dev', scope: 'acme.shared', components: [{ head: loose.hash }] }))
    mkdirSync(join(root, 'objects', 'ee'), { recursive: true })
    writeFileSync(objectFile(root, lane), encodeObject({ type: 'Lane', hash: lane, body }))
    expect((await collectGarbage(scope, { graceMs: 0, dryRun: true })).removed).toEqual([])
  })

  test('removes nothing where an object that may name others is damaged', async () => {
    writeFileSync(fileOf('2.0.0'), 'garbage')
    await expect(collectGarbage(scope, { graceMs: 0 })).rejects.toMatchObject({ code: 'CORRUPT_OBJECT' })
    expect(isThere(loose.hash)).toBe(true)
  })
})
