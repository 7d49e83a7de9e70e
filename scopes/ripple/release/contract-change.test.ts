import { formatDocument } from '@tessera/contract.define/document'
import type { ContractDocument, HttpOperation } from '@tessera/contract.define/document'
import { afterEach, describe, expect, test } from 'vitest'
import { createRig } from './rig.ts'
import type { Rig } from './rig.ts'
import type { TagOptions } from './plan-tag.ts'
import type { TagContext, TagResult } from './tag.ts'

let rig: Rig

afterEach(() => rig?.dispose())

const operation = (path: string, more: Partial<HttpOperation> = {}): HttpOperation => ({
  ...{ method: 'GET', path, idempotent: true, request: {}, responses: { 204: {} } },
  ...more,
})

const getOrder = operation('/order')
const listOrders = operation('/orders')

function document(operations: ContractDocument['operations'] & {}, more: Partial<ContractDocument> = {}): string {
  const rest = { slots: [], exports: [], $defs: {} }
  return formatDocument({ formatVersion: 1, id: 'acme.x/api', pattern: 'http', line: 1, operations, ...rest, ...more })
}

/** A contract, and parts whose text stands for what is generated from it. */
function files(text: string): Readonly<Record<string, string>> {
  return {
    'components/api/contract/contract.json': text,
    'components/api/client/index.ts': `export const client = ${JSON.stringify(text)}\n`,
    'components/api/server/index.ts': `export const server = ${JSON.stringify(text)}\n`,
  }
}

async function tagged(text: string, version?: string): Promise<Rig> {
  const derived = (part: string): string => JSON.stringify({ contract: 'acme.x/api/contract', part, files: {} })
  rig = createRig({
    'api/contract': { 'index.ts': 'export {}\n' },
    'api/client': { 'derived.json': derived('client') },
    'api/server': { 'derived.json': derived('server') },
  })
  rig.write(files(text))
  await rig.tag({ version })
  return rig
}

const versionsOf = ({ tags }: TagResult): readonly string[] => tags.map(({ id }) => id.replace('acme.x/api/', ''))

async function retag(
  text: string,
  options: TagOptions = {},
  context: Partial<TagContext> = {},
): Promise<readonly string[]> {
  rig.write(files(text))
  return versionsOf(await rig.tag(options, context))
}

const both = document({ getOrder, listOrders })
const one = document({ getOrder })

describe('the level that a change asks for', () => {
  test('an addition is minor for the contract and its client, major for the server', async () => {
    await tagged(one, '1.0.0')
    expect(await retag(both)).toEqual(['contract@1.1.0', 'client@1.1.0', 'server@2.0.0'])
  })

  test('what is removed is major, and the protocol line goes up', async () => {
    await tagged(both, '1.0.0')
    expect(await retag(document({ getOrder }, { line: 2 }))).toEqual(['contract@2.0.0', 'client@2.0.0', 'server@2.0.0'])
  })

  test('words are a patch', async () => {
    await tagged(one, '1.0.0')
    expect(await retag(document({ getOrder }, { summary: 'Orders' }))).toEqual([
      ...['contract@1.0.1', 'client@1.0.1', 'server@1.0.1'],
    ])
  })

  test('below 1.0.0 everything counts one less', async () => {
    await tagged(one)
    expect(await retag(both)).toEqual(['contract@0.1.1', 'client@0.1.1', 'server@0.2.0'])
    expect(await retag(document({ getOrder }, { line: 2 }))).toEqual(['contract@0.2.0', 'client@0.2.0', 'server@0.3.0'])
  })

  test('is told before the build, and named in the result', async () => {
    await tagged(one, '1.0.0')
    rig.write(files(both))
    const told: number[] = []
    const build = async (): Promise<{ ok: boolean; diagnostics: [] }> => {
      told.push(rig.events.filter(({ type }) => type === 'diagnostic').length)
      return { ok: true, diagnostics: [] }
    }
    const { changes, tags } = await rig.tag({}, { build })
    expect(told).toEqual([1])
    expect(changes.map(({ contract, against, verdict }) => [contract, against, verdict.level, verdict.bump])).toEqual([
      ['acme.x/api/contract', '1.0.0', 'compatible', 'minor'],
    ])
    expect(tags.map(({ change }) => change)).toEqual(['minor', 'minor', 'major'])
  })
})

describe('what says too little', () => {
  test('a level or version that is too low is refused, and leaves every byte as it was', async () => {
    await tagged(both, '1.0.0')
    rig.write(files(document({ getOrder }, { line: 2 })))
    const before = rig.snapshot()
    for (const wish of [{ level: 'patch' }, { level: 'minor' }, { version: '1.9.0' }] as const) {
      await expect(rig.tag(wish)).rejects.toMatchObject({ code: 'LEVEL_TOO_LOW', exitCode: 1 })
    }
    expect(rig.snapshot()).toEqual(before)
    expect(versionsOf(await rig.tag({ version: '2.0.0-beta.1' }))[0]).toBe('contract@2.0.0-beta.1')
  })

  test('a breaking change on the same line is refused', async () => {
    await tagged(both, '1.0.0')
    await expect(retag(one)).rejects.toMatchObject({
      ...{ code: 'LINE_NOT_RAISED', exitCode: 1 },
      location: { file: 'components/api/contract/contract.json' },
      diagnostics: [{ code: 'operation-removed', severity: 'warning' }],
    })
  })

  test('of several contracts all that is wrong is said at once', async () => {
    const inCart = (text: string): string => text.replaceAll('acme.x/api', 'acme.x/cart')
    rig = createRig({
      'api/contract': { 'index.ts': 'export {}\n', 'contract.json': both },
      'cart/contract': { 'index.ts': 'export {}\n', 'contract.json': inCart(both) },
    })
    await rig.tag()
    rig.write({
      'components/api/contract/contract.json': one,
      'components/cart/contract/contract.json': inCart(one),
    })
    await expect(rig.tag()).rejects.toMatchObject({
      code: 'LINE_NOT_RAISED',
      location: { file: 'components/api/contract/contract.json' },
      diagnostics: [
        { code: 'operation-removed' },
        { severity: 'error', code: 'LINE_NOT_RAISED', location: { file: 'components/cart/contract/contract.json' } },
        { code: 'operation-removed' },
      ],
    })
  })

  test('a reason lets both pass, and the log keeps it', async () => {
    await tagged(both, '1.0.0')
    const allowed = { level: 'patch', allowBreaking: 'nobody calls it', message: 'smaller' } as const
    expect(await retag(one, allowed)).toEqual(['contract@1.0.1', 'client@1.0.1', 'server@1.0.1'])
    expect((await rig.version('acme.x/api/contract@1.0.1')).log.message).toBe(
      'smaller (breaking change allowed: nobody calls it)',
    )
  })

  test('an exception lets it pass until its day, and says so after it', async () => {
    await tagged(both, '1.0.0')
    const exceptions = (expires: string): string =>
      JSON.stringify([{ rule: 'operation-removed', at: 'listOrders', reason: 'nobody calls it', expires }])
    rig.write({ 'components/api/contract/exceptions.json': exceptions('2020-01-01') })
    await expect(retag(one)).rejects.toMatchObject({
      code: 'LINE_NOT_RAISED',
      diagnostics: [{ code: 'operation-removed' }, { code: 'EXCEPTION_EXPIRED' }],
    })
    rig.write({ 'components/api/contract/exceptions.json': exceptions('2999-01-01') })
    expect(await retag(one)).toEqual(['contract@1.1.0', 'client@1.1.0', 'server@1.1.0'])
  })

  test('an exception that covers nothing is told of', async () => {
    await tagged(both, '1.0.0')
    const misspelt = { rule: 'operation-removed', at: 'listOrder', reason: 'nobody calls it', expires: '2999-01-01' }
    rig.write({ 'components/api/contract/exceptions.json': JSON.stringify([misspelt]) })
    await expect(retag(one)).rejects.toMatchObject({
      code: 'LINE_NOT_RAISED',
      diagnostics: [
        { code: 'operation-removed' },
        { code: 'EXCEPTION_UNUSED', message: expect.stringContaining('did you mean operation-removed at listOrders?') },
      ],
    })
  })

  test('a damaged file of exceptions is an error that names the place', async () => {
    await tagged(both, '1.0.0')
    rig.write({ 'components/api/contract/exceptions.json': '[{ "rule": "operation-removed", "when": "now" }]' })
    await expect(retag(one)).rejects.toMatchObject({
      code: 'INVALID_EXCEPTIONS',
      location: { file: 'components/api/contract/exceptions.json', pointer: '/0/when' },
    })
  })
})

describe('a contract and its parts', () => {
  test('a contract takes its modified parts along, but for --skip-auto-tag', async () => {
    await tagged(one, '1.0.0')
    const patterns = ['api/contract']
    expect(await retag(both, { patterns, dryRun: true })).toEqual(['contract@1.1.0', 'client@1.1.0', 'server@2.0.0'])
    expect(await retag(both, { patterns, skipAutoTag: true })).toEqual(['contract@1.1.0'])
  })

  test('a part that is tagged later gets the level of all that its contract did meanwhile', async () => {
    await tagged(both, '1.0.0')
    const alone = { patterns: ['api/contract'], skipAutoTag: true }
    expect(await retag(document({ getOrder }, { line: 2 }), alone)).toEqual(['contract@2.0.0'])
    expect(await retag(document({ getOrder }, { line: 2, summary: 'Orders' }), alone)).toEqual(['contract@2.0.1'])
    expect(versionsOf(await rig.tag())).toEqual(['client@2.0.0', 'server@2.0.0'])
  })

  test('what is not written yet is planned all the same, and a dry run writes nothing', async () => {
    await tagged(one, '1.0.0')
    const before = rig.snapshot()
    const generated = Object.entries(files(both)).map(([path, text]) => {
      const [, key = '', file = ''] = /^components\/(api\/\w+)\/(.+)$/.exec(path) ?? []
      return { key: `acme.x/${key}`, files: { [file]: text } }
    })
    const plan = await rig.tag({ dryRun: true }, { preview: async () => generated })
    expect(versionsOf(plan)).toEqual(['contract@1.1.0', 'client@1.1.0', 'server@2.0.0'])
    expect(rig.snapshot()).toEqual(before)
  })
})

describe('a version that goes before, or has no number', () => {
  test('is judged against the last tag, not against the snaps since', async () => {
    await tagged(both, '1.0.0')
    const direct = await retag(document({ getOrder }, { line: 2 }))
    rig.dispose()
    await tagged(both, '1.0.0')
    rig.write(files(one))
    await rig.tag({ kind: 'snap' })
    await expect(rig.tag()).rejects.toMatchObject({ code: 'LINE_NOT_RAISED' })
    rig.write(files(document({ getOrder }, { line: 2 })))
    await rig.tag({ kind: 'snap' })
    await expect(rig.tag({ level: 'minor' })).rejects.toMatchObject({ code: 'LEVEL_TOO_LOW' })
    expect(versionsOf(await rig.tag())).toEqual(direct)
    expect(direct).toContain('client@2.0.0')
  })

  test('is a pre-release of what the change asks for, and so is the next', async () => {
    await tagged(one, '1.0.0')
    const beta = { level: 'prerelease', preReleaseId: 'beta' } as const
    const added = document({ getOrder, listOrders })
    expect(await retag(added, beta)).toContain('contract@1.1.0-beta.0')
    const described = document({ getOrder, listOrders: operation('/orders', { description: 'all of them' }) })
    expect(await retag(described, beta)).toContain('contract@1.1.0-beta.1')
    const broken = document({ listOrders }, { line: 2 })
    expect(await retag(broken, beta)).toContain('contract@2.0.0-beta.0')
    expect(await retag(document({ listOrders: getOrder }, { line: 3 }))).toContain('contract@2.0.0')
  })
})
