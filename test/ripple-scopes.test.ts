import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { tesseraBinary } from '../scripts/demo/workspace.mjs'
import { bytesOf, said, sources } from './plain.ts'
import { createRig, test, type Rig } from './rig.ts'

const SCOPES = ['acme.base', 'acme.mid', 'acme.app']
const B = `import { a } from '@acme/base.a'\nexport const b = () => ({ ...a(), deep: true })\n`
const C = `import { b } from '@acme/mid.b'\nexport const c = (): string => b().name\n`
const C_TEST = `import { expect, test } from 'vitest'
import { c } from './index.ts'
test('c says one letter', () => expect(c()).toHaveLength(1))
`
const PLAIN: Template = {
  files: {
    'components/a/index.ts': sources.A,
    'components/b/index.ts': B,
    'components/c/index.ts': C,
  },
  components: { a: 'acme.base', b: 'acme.mid', c: 'acme.app' },
}
/** With a test, and something that stands on what is tested. */
const TESTED: Template = {
  files: {
    ...PLAIN.files,
    'components/c/c.test.ts': C_TEST,
    'components/d/index.ts': `import { c } from '@acme/app.c'\nexport const d = c\n`,
  },
  components: { ...PLAIN.components, d: 'acme.app' },
}
const CYCLE: Template = {
  files: {
    'components/a/index.ts': sources.A,
    'components/b/index.ts': `import { a } from '@acme/base.a'\nimport type { C } from '@acme/app.c'\nexport const b = (c: C): string => a().name + c.next\n`,
    'components/c/index.ts': `import { b } from '@acme/mid.b'\nexport interface C {\n  readonly next: string\n}\nexport const c = (): string => b({ next: '' })\n`,
  },
  components: { a: 'acme.base', b: 'acme.mid', c: 'acme.app' },
}
const MONEY = `import { schemas } from '@tessera/contract.define'
import { z } from 'zod'
export const Money = z.object({ amount: z.int(), currency: z.string() }).meta({ id: 'Money' })
export const money = schemas({ id: 'acme.base/money', schemas: { Money } })
`
const ORDERS = `import { Money } from '@acme/base.money.contract'
import { httpContract } from '@tessera/contract.define'
import { z } from 'zod'
const Order = z.object({ id: z.string(), total: Money }).meta({ id: 'Order' })
export const orders = httpContract({
  id: 'acme.mid/orders',
  operations: {
    getOrder: { method: 'GET', path: '/orders/{id}', params: { id: z.string() }, responses: { 200: Order }, deadlineMs: 1000 },
  },
})
`
const BASKET = `import type { Order } from '@acme/mid.orders.types'
export const due = (order: Order): string => \`\${order.total.amount / 100} \${order.total.currency}\`
`
const CONTRACTS: Template = {
  create: [
    ['schemas', 'acme.base/money'],
    ['http-contract', 'acme.mid/orders'],
  ],
  files: {
    'components/money/contract/contract.ts': MONEY,
    'components/orders/contract/contract.ts': ORDERS,
    'components/basket/index.ts': BASKET,
  },
  components: { basket: 'acme.app' },
}

interface Template {
  readonly create?: readonly (readonly [string, string])[]
  readonly files: Readonly<Record<string, string>>
  /** Folder below `components` to scope. */
  readonly components: Readonly<Record<string, string>>
}

interface Result {
  readonly updated: readonly {
    id: string
    from: string
    updates: readonly { id: string; from: string; to: string }[]
  }[]
  readonly broken: readonly Broken[]
  readonly waiting: readonly { id: string; by: string }[]
  readonly plan: { readonly components: readonly { id: string; level: number; after: string[]; certain: boolean }[] }
  readonly state: Readonly<Record<string, string>>
}

interface Broken {
  readonly id: string
  readonly updates: readonly { id: string; from: string; to: string }[]
  readonly diagnostics: readonly { code: string; location?: { file: string; line: number }; because?: string }[]
}

const made = new Map<Template, Promise<string>>()

/** `all` holds every component and three scopes, exported; `base` has what is in the first scope alone. Made once and copied. */
async function prepare(rig: Rig, template: Template): Promise<void> {
  const found = made.get(template) ?? make(template)
  made.set(template, found)
  cpSync(await found, rig.root, { recursive: true, verbatimSymlinks: true })
}

async function make({ create = [], files, components }: Template): Promise<string> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-scopes-')))
  process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }))
  const rig = createRig(root)
  await rig.workspace('all', 'acme.base')
  for (const scope of SCOPES) {
    await rig.json('.', 'init', '--bare', `scopes/${scope}`)
    await rig.json('all', 'remote', 'add', `file:../scopes/${scope}`)
  }
  for (const [what, id] of create) await rig.json('all', 'create', what, id, '-x')
  rig.write(Object.fromEntries(Object.entries(files).map(([file, text]) => [`all/${file}`, text])))
  for (const [folder, scope] of Object.entries(components))
    await rig.json('all', 'add', `components/${folder}`, '--scope', scope)
  await rig.json('all', 'tag', '-m', 'first', '--ignore-issues')
  await rig.json('all', 'export')
  cpSync(rig.path('all'), rig.path('base'), { recursive: true, verbatimSymlinks: true })
  keepOnly(rig, 'base', 'acme.base')
  return root
}

/** Takes what belongs to other scopes out of a workspace: its owners know nothing of it. */
function keepOnly(rig: Rig, folder: string, scope: string): void {
  const text = rig.read(`${folder}/.bitmap`)
  const start = text.indexOf('{\n')
  const entries = JSON.parse(text.slice(start)) as Record<string, { scope?: string; rootDir: string }>
  for (const [key, entry] of Object.entries(entries)) {
    if (key.startsWith('$') || entry.scope === scope) continue
    delete entries[key]
    rmSync(rig.path(folder, entry.rootDir), { recursive: true })
  }
  rig.write({ [`${folder}/.bitmap`]: text.slice(0, start) + JSON.stringify(entries, null, 4) })
}

/** The owners of the base tag and export a change. */
async function change(rig: Rig, file: string, from: string | RegExp, to: string): Promise<void> {
  rig.edit(`base/components/${file}`, from, to)
  await rig.json('base', 'tag', '-m', 'changed')
  await rig.json('base', 'export')
}

const ripple = (rig: Rig, ...words: string[]): Promise<Result> =>
  rig.json('base', 'ripple', 'acme.mid', 'acme.app', ...words)

/** The result of a ripple that found something broken. */
async function rippleBroken(rig: Rig, ...words: string[]): Promise<Result> {
  const { code, stdout } = await rig.tessera('base', 'ripple', 'acme.mid', 'acme.app', ...words, '--json')
  expect(code).toBe(1)
  return JSON.parse(stdout) as Result
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)

/** Every byte of the scopes, but what writers leave that are killed. */
const scopesOf = (rig: Rig): Record<string, string> => bytesOf(rig, 'scopes', ['tmp', 'pending-objects'])

describe('plain components', () => {
  test('a new version reaches dependents that are in no workspace, as a person reads it', async ({ rig }) => {
    await prepare(rig, PLAIN)
    const run = async (...words: string[]): Promise<string> => said(await rig.tessera('base', ...words))
    expect(await run('ripple', 'acme.mid', 'acme.app')).toMatchInlineSnapshot(`
      "
      everything has the newest of what it depends on
      |   reading acme.mid …
      |   reading acme.app …
      |   reading acme.base …
      "
    `)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    const before = scopesOf(rig)
    expect(await run('ripple', 'acme.mid', 'acme.app', '--dry-run')).toMatchInlineSnapshot(`
      "
        acme.mid/b@0.0.1  acme.base/a 0.0.1 -> 0.0.2
        acme.app/c@0.0.1  after acme.mid/b
      2 components would be looked at
      |   reading acme.mid …
      |   reading acme.app …
      |   reading acme.base …
      | next: the same without --dry-run
      "
    `)
    expect(scopesOf(rig)).toEqual(before)
    expect(await run('ripple', 'acme.mid', 'acme.app')).toMatchInlineSnapshot(`
      "
      ✔ acme.mid/b@0.0.2  was 0.0.1
      ✔ acme.app/c@0.0.2  was 0.0.1
      2 components tagged and exported
      |   reading acme.mid …
      |   reading acme.app …
      |   reading acme.base …
      |   preparing packages 0/1
      | ● acme.mid/b, acme.app/c changed
      |   acme.mid/b  ✔ built      <time>  never built here
      |   acme.app/c  ✔ built      <time>  never built here
      | ✔ 2 built in <time>
      |   exporting 1/2
      "
    `)

    // Who holds a dependent gets it as any other version.
    await rig.json('all', 'import')
    await rig.json('all', 'checkout', 'head')
    expect(await rig.json('all', 'status')).toMatchObject({ modifiedComponents: [], stagedComponents: [] })
    const [newest] = await rig.json<object[]>('all', 'log', 'c')
    expect(newest).toMatchObject({
      tag: '0.0.2',
      message: 'bump dependencies versions: acme.app/c takes acme.mid/b@0.0.2',
      username: 'ripple',
    })
  })

  test('touches dependents of the named scopes alone, and only what is newer since a state', async ({ rig }) => {
    await prepare(rig, PLAIN)
    const { state } = await ripple(rig)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    const kept = bytesOf(rig, 'scopes/acme.app')
    const one = await rig.json<Result>('base', 'ripple', 'acme.mid')
    expect(idsOf(one.updated)).toEqual(['acme.mid/b@0.0.2'])
    expect(bytesOf(rig, 'scopes/acme.app')).toEqual(kept)

    rig.write({ 'base/state.json': JSON.stringify({ state: one.state }), 'base/old.json': JSON.stringify({ state }) })
    const planned = async (since: string): Promise<string[]> =>
      idsOf((await ripple(rig, '--dry-run', '--since', since)).plan.components)
    expect(await planned('state.json')).toEqual(['acme.app/c@0.0.1'].slice(1))
    expect(await planned('old.json')).toEqual(['acme.app/c@0.0.1'])
    expect(await planned('2999-01-01')).toEqual([])
    expect(await rig.tessera('base', 'ripple', 'acme.app', '--since', 'yesterday')).toMatchObject({ code: 2 })
    const unknown = await rig.tessera('base', 'ripple', 'acme.ap')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('acme.app') as string })
  })

  test('what does not pass is left as it is, told to its owners, and cleared once it is mended', async ({ rig }) => {
    await prepare(rig, PLAIN)
    await change(rig, 'a/index.ts', /name/g, 'title')
    const kept = bytesOf(rig, 'scopes/acme.app', ['tessera'])
    const first = await rippleBroken(rig)
    expect(idsOf(first.updated)).toEqual(['acme.mid/b@0.0.2'])
    expect(first.broken).toMatchObject([
      {
        id: 'acme.app/c@0.0.1',
        updates: [{ id: 'acme.mid/b', from: '0.0.1', to: '0.0.2' }],
        diagnostics: [
          { code: 'TS2339', location: { file: 'index.ts', line: 2 }, because: 'acme.mid/b 0.0.1 -> 0.0.2' },
        ],
      },
    ])
    expect(bytesOf(rig, 'scopes/acme.app', ['tessera'])).toEqual(kept)
    const again = scopesOf(rig)
    expect((await rippleBroken(rig)).broken).toEqual(first.broken)
    expect((await rippleBroken(rig, '--retry')).broken).toEqual(first.broken)
    expect(scopesOf(rig)).toEqual(again)

    const shown = await rig.tessera('base', 'dependents', '--broken')
    expect(shown.code).toBe(1)
    expect(said(shown)).toMatchInlineSnapshot(`
      "
      ✖ acme.app/c@0.0.1 does not pass with acme.mid/b 0.0.1 -> 0.0.2
        index.ts:2:36  Property 'name' does not exist on type '{ title: string; deep: boolean; }'. TS2339
          because of acme.mid/b 0.0.1 -> 0.0.2
      "
    `)
    expect((await rig.tessera('base', 'dependents', '--broken', 'acme.other/x')).code).toBe(0)
    expect((await rig.tessera('.', 'dependents', '--broken', 'scopes/acme.app')).code).toBe(1)
    const status = await rig.json<{ brokenComponents: Broken[] }>('all', 'status')
    expect(status.brokenComponents).toEqual(first.broken)

    await rig.json('all', 'import')
    await rig.json('all', 'checkout', 'head', 'a', 'b')
    rig.edit('all/components/c/index.ts', 'b().name', 'b().title')
    await rig.json('all', 'tag', '-m', 'follow')
    await rig.json('all', 'export')
    expect(await rig.json('base', 'dependents', '--broken')).toEqual({ broken: [] })
    expect(await ripple(rig)).toMatchObject({ updated: [], broken: [], waiting: [] })
  })

  test('a test that fails is a break too, and what is above it waits', async ({ rig }) => {
    await prepare(rig, TESTED)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'zz'")
    const result = await rippleBroken(rig)
    expect(result.broken).toMatchObject([
      { id: 'acme.app/c@0.0.1', diagnostics: [{ code: 'TEST_FAILED', location: { file: 'c.test.ts', line: 3 } }] },
    ])
    expect(result.waiting).toEqual([{ id: 'acme.app/d@0.0.1', by: 'acme.app/c' }])
    // A newer version of what broke it is tried again.
    await change(rig, 'a/index.ts', "name: 'zz'", "name: 'y'")
    expect(idsOf((await ripple(rig)).updated)).toEqual(['acme.mid/b@0.0.3', 'acme.app/c@0.0.2', 'acme.app/d@0.0.2'])
    expect(await rig.json('base', 'dependents', '--broken')).toEqual({ broken: [] })
  })

  test('a cycle across scopes passes as one, also where only half of it was exported', async ({ rig }) => {
    await prepare(rig, CYCLE)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    cpSync(rig.path('scopes'), rig.path('before'), { recursive: true })
    const result = await ripple(rig)
    expect(idsOf(result.updated).toSorted()).toEqual(['acme.app/c@0.0.2', 'acme.mid/b@0.0.2'])
    const after = scopesOf(rig)
    for (const half of ['acme.app', 'acme.mid']) {
      rmSync(rig.path('scopes', half), { recursive: true })
      cpSync(rig.path('before', half), rig.path('scopes', half), { recursive: true })
      await ripple(rig)
      expect(scopesOf(rig)).toEqual(after)
    }
    expect(await ripple(rig)).toMatchObject({ updated: [] })
  })

  test('the index of dependents is made again where it is lost, damaged or behind', async ({ rig }) => {
    await prepare(rig, PLAIN)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    const index = 'scopes/acme.mid/tessera/dependents.json'
    const kept = rig.read(index)
    const planned = async (): Promise<string[]> => idsOf((await ripple(rig, '--dry-run')).plan.components)
    const all = await planned()
    for (const text of [
      '',
      '{"format":1',
      '{"format":1,"components":{"acme.mid/b":{"head":3}}}',
      kept.replace(/[0-9a-f]{40}/, '0'.repeat(40)),
    ]) {
      rig.write({ [index]: text })
      expect(await planned()).toEqual(all)
      expect(rig.read(index)).toBe(kept)
    }
  })

  test('a command runs after an export, such as a ripple', async ({ rig }) => {
    await prepare(rig, PLAIN)
    const command = `"${process.execPath}" "${tesseraBinary}" ripple acme.mid acme.app`
    rig.edit('base/package.json', '"tessera": {', `"tessera": {\n    "afterExport": ${JSON.stringify(command)},`)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    expect(await ripple(rig)).toMatchObject({
      updated: [],
      state: expect.objectContaining({ 'acme.app/c': expect.anything() as string }) as object,
    })
    expect(existsSync(rig.path('scopes/acme.app/tessera/dependents.json'))).toBe(true)
    rig.edit('base/package.json', JSON.stringify(command), '"exit 7"')
    rig.edit('base/components/a/index.ts', "name: 'z'", "name: 'y'")
    await rig.json('base', 'tag')
    const exported = await rig.tessera('base', 'export')
    expect(exported).toMatchObject({ code: 0, stderr: expect.stringContaining('HOOK_FAILED') as string })
  })
})

describe('contracts', () => {
  test('are made again with the schemas they share, their parts with them, at the level of the change', async ({
    rig,
  }) => {
    await prepare(rig, CONTRACTS)
    await change(
      rig,
      'money/contract/contract.ts',
      'currency: z.string() }',
      'currency: z.string(), note: z.string().optional() }',
    )
    const { updated } = await ripple(rig)
    expect(idsOf(updated)).toEqual([
      'acme.mid/orders/contract@0.1.1',
      'acme.mid/orders/types@0.1.1',
      'acme.app/basket@0.0.2',
      'acme.mid/orders/client@0.1.1',
      'acme.mid/orders/mocks@0.1.1',
      'acme.mid/orders/server@0.1.1',
    ])
    expect((await ripple(rig)).plan.components).toEqual([])

    await change(rig, 'money/contract/contract.ts', 'amount: z.int()', 'value: z.int()')
    const { broken, waiting } = await rippleBroken(rig)
    expect(broken).toMatchObject([
      { id: 'acme.mid/orders/contract@0.1.1', diagnostics: [{ code: 'LINE_NOT_RAISED' }, {}, {}] },
    ])
    expect(waiting.length).toBe(5)
  })

  test('a part follows its contract, which it does not import', async ({ rig }) => {
    await prepare(rig, CONTRACTS)
    rig.edit(
      'all/components/orders/contract/contract.ts',
      'operations: {',
      "operations: {\n    ping: { method: 'GET', path: '/ping', responses: { 200: z.object({}) }, deadlineMs: 500 },",
    )
    await rig.json('all', 'tag', 'orders/contract', '--skip-auto-tag', '-m', 'ping')
    await rig.json('all', 'export', 'orders/contract')
    const { plan, updated } = await ripple(rig)
    expect(plan.components.find(({ id }) => id.startsWith('acme.mid/orders/types'))).toMatchObject({ certain: false })
    expect(idsOf(updated)).toEqual([
      'acme.mid/orders/types@0.1.1',
      'acme.app/basket@0.0.2',
      'acme.mid/orders/client@0.1.1',
      'acme.mid/orders/mocks@0.1.1',
      'acme.mid/orders/server@0.2.0',
    ])
  })
})

describe('killed and side by side', () => {
  test('one that was killed is taken up by the next, and comes to the same bytes', async ({ rig }) => {
    await prepare(rig, PLAIN)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    cpSync(rig.path('scopes'), rig.path('before'), { recursive: true })
    await ripple(rig, '--at-once', '1')
    const whole = scopesOf(rig)
    for (const moment of ['capsule', 'exported'] as const) {
      rmSync(rig.path('scopes'), { recursive: true })
      cpSync(rig.path('before'), rig.path('scopes'), { recursive: true })
      await killedAt(rig, moment)
      await ripple(rig)
      expect(scopesOf(rig)).toEqual(whole)
    }
    expect(readdirSync(tmpdir()).filter((name) => /^tessera-ripple-\d+-/.test(name) && isGone(name))).toEqual([])
  })

  test('two at once make every version once', async ({ rig }) => {
    await prepare(rig, PLAIN)
    await change(rig, 'a/index.ts', "name: 'a'", "name: 'z'")
    const [one, two] = await Promise.all([ripple(rig), ripple(rig)])
    expect(one.state).toEqual(two.state)
    const versions = (await rig.json<{ id: string }[]>('base', 'list', 'acme.app')) as readonly unknown[]
    expect(JSON.stringify(versions)).toContain('0.0.2')
    expect(JSON.stringify(versions)).not.toContain('0.0.3')
    expect(await ripple(rig)).toMatchObject({ updated: [], broken: [] })
  })
})

/** Starts a ripple and kills it outright once it says that it is that far. */
function killedAt(rig: Rig, moment: 'capsule' | 'exported'): Promise<void> {
  const sign = moment === 'capsule' ? 'preparing packages' : 'exporting'
  const words = [tesseraBinary, 'ripple', 'acme.mid', 'acme.app', '--at-once', '1']
  const env = { ...process.env, NO_COLOR: '1' }
  const child = spawn(process.execPath, words, { cwd: rig.path('base'), env, stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let heard = ''
    const listen = (data: Buffer): void => {
      heard += String(data)
      if (heard.includes(sign)) child.kill('SIGKILL')
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('error', reject)
    child.once('close', () => resolve())
  })
}

function isGone(name: string): boolean {
  try {
    process.kill(Number(name.split('-')[2]), 0)
    return false
  } catch {
    return true
  }
}
