import { describe, expect } from 'vitest'
import { bytesOf, git, said, versionsIn } from './plain.ts'
import { test, type Rig } from './rig.ts'

const FOLDER = 'ws/components/shop-api/contract'

const SOURCE = `import { httpContract } from '@tessera/contract.define'
import { z } from 'zod'

const Item = z.object({ sku: z.string(), count: z.int().min(1).max(99) }).meta({ id: 'Item' })

export const shopApi = httpContract({
  id: 'acme.shop/shop-api',
  operations: {
    addItem: {
      method: 'POST',
      path: '/items',
      body: { sku: z.string(), count: z.int().min(1).max(99) },
      responses: { 201: Item },
    },
    listItems: { method: 'GET', path: '/items', responses: { 200: { items: z.array(Item) } } },
  },
})
`

/** `ws` with a contract and its parts, tagged as 0.1.0 and committed. */
async function shop(rig: Rig): Promise<void> {
  await rig.workspace('ws', 'acme.shop')
  await rig.json('ws', 'create', 'http-contract', 'shop-api')
  rig.write({ [`${FOLDER}/contract.ts`]: SOURCE })
  await rig.json('ws', 'tag', '-m', 'first', '--skip-tests')
  git(rig, 'ws', 'init', '-q', '-b', 'main')
  git(rig, 'ws', 'add', '.')
  git(rig, 'ws', '-c', 'user.name=Ada', '-c', 'user.email=ada@acme.test', 'commit', '-q', '-m', 'first')
}

const removeList = (rig: Rig): void => rig.edit(`${FOLDER}/contract.ts`, / {4}listItems.*\n/, '')
const addNote = (rig: Rig): void =>
  rig.edit(`${FOLDER}/contract.ts`, 'body: { sku: z.string(),', 'body: { sku: z.string(), note: z.string().optional(),')
const raiseLine = (rig: Rig): void =>
  rig.edit(`${FOLDER}/contract.ts`, "id: 'acme.shop/shop-api',", "id: 'acme.shop/shop-api',\n  line: 2,")

describe('tessera breaking', () => {
  test('judges sources before they are generated, and changes nothing', async ({ rig }) => {
    await shop(rig)
    expect(said(await rig.tessera('ws', 'breaking'))).toMatchInlineSnapshot(`
      "
      1 contract without changes
      "
    `)
    removeList(rig)
    addNote(rig)
    const before = bytesOf(rig, 'ws', ['.tessera'])
    const found = await rig.tessera('ws', 'breaking')
    expect(found.code).toBe(1)
    expect(said(found)).toMatchInlineSnapshot(`
      "
      acme.shop/shop-api/contract against 0.1.0: breaks deployed consumers; asks for a major version; deploy the consumers first
      ✖ breaking  listItems  operation-removed
        components/shop-api/contract/contract.ts:8
        listItems (GET /items) is gone; it was not even deprecated
        way out: Keep it, marked deprecated with a sunset date, until nobody calls it.
      + addItem/request/body#/properties/note: optional property "note" was added
      | next: take a way out; or accept a finding in components/shop-api/contract/exceptions.json; or write a higher \`line\` in contract.ts and tag
      "
    `)
    expect(bytesOf(rig, 'ws', ['.tessera'])).toEqual(before)
  })

  test('against a version, head, or a git ref', async ({ rig }) => {
    await shop(rig)
    addNote(rig)
    await rig.json('ws', 'tag', '--skip-tests')
    removeList(rig)
    const rules = async (...words: string[]): Promise<unknown> => {
      const { stdout } = await rig.tessera('ws', 'breaking', 'shop-api/contract', ...words, '--json')
      const [report] = JSON.parse(stdout) as { against: string; verdict: { findings: { rule: string }[] } }[]
      return [report?.against, ...(report?.verdict.findings ?? []).map(({ rule }) => rule)]
    }
    expect(await rules()).toEqual(['0.1.1', 'operation-removed'])
    expect(await rules('--against', 'head')).toEqual(['0.1.1', 'operation-removed'])
    expect(await rules('--against', '0.1.0')).toEqual(['0.1.0', 'operation-removed', 'property-added-optional'])
    expect(await rules('--against', 'main')).toEqual(['main', 'operation-removed', 'property-added-optional'])
    expect(said(await rig.tessera('ws', 'breaking', '--against', '9.9.9'))).toMatchInlineSnapshot(`
      "
      | ✖ acme.shop/shop-api/contract has no version "9.9.9" VERSION_NOT_FOUND
      |   next: it has 0.1.1, 0.1.0; \`tessera log acme.shop/shop-api/contract\` shows them all
      "
    `)
    expect(said(await rig.tessera('ws', 'breaking', '--against', 'nowhere'))).toMatchInlineSnapshot(`
      "
      | ✖ "nowhere" is no version, and git knows no commit of that name GIT_FAILED
      |   next: give a version (1.2.0), \`head\`, or a branch, tag or commit that this clone has (main, HEAD~1)
      "
    `)
  })

  test('a finding that was accepted no longer counts', async ({ rig }) => {
    await shop(rig)
    removeList(rig)
    const exception = { rule: 'operation-removed', at: 'listItems', reason: 'nobody calls it', expires: '2999-01-01' }
    rig.write({ [`${FOLDER}/exceptions.json`]: JSON.stringify([exception]) })
    const accepted = await rig.tessera('ws', 'breaking')
    expect(accepted.code).toBe(0)
    expect(said(accepted)).toMatchInlineSnapshot(`
      "
      acme.shop/shop-api/contract against 0.1.0: breaks nobody; asks for a minor version; deploy the consumers first
      ℹ listItems (GET /items) is gone; it was not even deprecated; accepted until 2999-01-01: nobody calls it
      | next: tessera tag
      "
    `)
    rig.write({ [`${FOLDER}/exceptions.json`]: JSON.stringify([{ ...exception, expires: '2020-01-01' }]) })
    const expired = await rig.tessera('ws', 'breaking')
    expect(expired.code).toBe(1)
    expect(expired.stdout).toContain('held until 2020-01-01')
    rig.write({ [`${FOLDER}/exceptions.json`]: '[{ "rule": "operation-removed" }]' })
    expect(said(await rig.tessera('ws', 'breaking'))).toMatchInlineSnapshot(`
      "
      | ✖ components/shop-api/contract/exceptions.json: /0 has no "at" INVALID_EXCEPTIONS
      |   at components/shop-api/contract/exceptions.json#/0/at
      |   next: write a list: [{ "rule": "operation-removed", "at": "cancelOrder", "reason": "…", "expires": "2027-03-01" }]
      "
    `)
  })

  test('a contract that cannot be evaluated is not judged, and stands in the way of no other', async ({ rig }) => {
    await shop(rig)
    await rig.json('ws', 'create', 'schemas', 'money')
    rig.write({ 'ws/components/money/contract/contract.ts': "throw new Error('not yet')\n" })
    const failed = await rig.tessera('ws', 'breaking', 'money/contract')
    expect([failed.code, failed.stderr.includes('BUILD_FAILED')]).toEqual([1, true])
    expect((await rig.tessera('ws', 'breaking', 'shop-api')).code).toBe(0)
    addNote(rig)
    await rig.json('ws', 'tag', 'shop-api/contract', '--skip-tests')
    expect(versionsIn(rig, 'ws')['shop-api/server']).toBe('0.1.1')
  })

  test('two files of JSON Schema need no workspace', async ({ rig }) => {
    rig.write({
      'old.json': JSON.stringify({ type: 'object', properties: { n: { type: 'integer' } } }),
      'new.json': JSON.stringify({ type: 'object', properties: { n: { type: 'number' } } }),
      'none.json': '[]',
    })
    const wider = await rig.tessera('.', 'breaking', '--schemas', 'old.json', 'new.json')
    expect([wider.code, wider.stdout.split('\n')[0]]).toEqual([
      0,
      'compatible: every value of the old schema is fine under the new one',
    ])
    const narrower = await rig.tessera('.', 'breaking', '--schemas', 'new.json', 'old.json', '--json')
    expect(narrower.code).toBe(1)
    const { level, witness } = JSON.parse(narrower.stdout) as { level: string; witness: { n: number } }
    expect([level, Number.isInteger(witness.n)]).toEqual(['breaking', false])
    expect(said(await rig.tessera('.', 'breaking', '--schemas', 'old.json'))).toMatchInlineSnapshot(`
      "
      | ✖ --schemas takes two files, not 1 USAGE
      |   next: tessera breaking --schemas old.json new.json
      "
    `)
    expect(said(await rig.tessera('.', 'breaking', '--schemas', 'old.json', 'none.json'))).toMatchInlineSnapshot(`
      "
      | ✖ none.json holds no schema INVALID_SCHEMA_FILE
      |   at none.json
      |   next: name a file that holds one JSON Schema
      "
    `)
    expect(said(await rig.tessera('.', 'breaking', '--policy', 'loose'))).toMatchInlineSnapshot(`
      "
      | ✖ "loose" is no policy USAGE
      |   next: take --policy lenient or --policy strict
      "
    `)
  })
})

describe('tessera tag', () => {
  test('plans on what generate would write, tells what breaks, and refuses the same line', async ({ rig }) => {
    await shop(rig)
    addNote(rig)
    expect(said(await rig.tessera('ws', 'tag', '--dry-run'))).toMatchInlineSnapshot(`
      "
        acme.shop/shop-api/contract@0.1.1  was 0.1.0  modified, addition
        acme.shop/shop-api/types@0.1.1     was 0.1.0  modified, addition
        acme.shop/shop-api/client@0.1.1    was 0.1.0  modified, addition
        acme.shop/shop-api/mocks@0.1.1     was 0.1.0  modified, addition
        acme.shop/shop-api/server@0.1.1    was 0.1.0  modified, addition
      5 components would get a version
      | ℹ components/shop-api/contract/contract.ts:12  addItem/request/body#/properties/note: optional property "note" was added property-added-optional
      "
    `)
    removeList(rig)
    const refused = await rig.tessera('ws', 'tag', '--dry-run')
    expect(refused.code).toBe(1)
    expect(said(refused)).toMatchInlineSnapshot(`
      "
      | ⚠ components/shop-api/contract/contract.ts:8  breaking: listItems (GET /items) is gone; it was not even deprecated operation-removed
      |   fix: Keep it, marked deprecated with a sunset date, until nobody calls it.
      | ℹ components/shop-api/contract/contract.ts:12  addItem/request/body#/properties/note: optional property "note" was added property-added-optional
      | ✖ acme.shop/shop-api/contract has a breaking change and is still of protocol line 1, so that peers that cannot work together would try LINE_NOT_RAISED
      |   at components/shop-api/contract/contract.ts
      |   next: keep what deployed consumers rely on, or write \`line: 2\` in contract.ts; or tag all the same with --allow-breaking "<reason>"
      "
    `)
    raiseLine(rig)
    expect(said(await rig.tessera('ws', 'tag', '--patch', '--dry-run'))).toMatchInlineSnapshot(`
      "
      | ⚠ components/shop-api/contract/contract.ts:9  breaking: listItems (GET /items) is gone; it was not even deprecated operation-removed
      |   fix: Keep it, marked deprecated with a sunset date, until nobody calls it.
      | ℹ components/shop-api/contract/contract.ts:13  addItem/request/body#/properties/note: optional property "note" was added property-added-optional
      | ℹ components/shop-api/contract/contract.ts:8  line: it is of line 2 now, was 1: peers of the one refuse the other line-changed
      | ✖ acme.shop/shop-api/contract cannot become 0.1.1: a breaking change of acme.shop/shop-api/contract asks for 0.2.0 LEVEL_TOO_LOW
      |   next: tag it without a level, with --ver 0.2.0, or all the same with --allow-breaking "<reason>"
      "
    `)
    await rig.json('ws', 'tag', '--skip-tests')
    expect(versionsIn(rig, 'ws')).toMatchInlineSnapshot(`
      {
        "shop-api/client": "0.2.0",
        "shop-api/contract": "0.2.0",
        "shop-api/mocks": "0.2.0",
        "shop-api/server": "0.2.0",
        "shop-api/types": "0.2.0",
      }
    `)
  })

  test('a reason lets less pass, and the log keeps it', async ({ rig }) => {
    await shop(rig)
    removeList(rig)
    await rig.json('ws', 'tag', '--patch', '--skip-tests', '-m', 'smaller', '--allow-breaking', 'nobody calls it')
    const log = await rig.json<{ tag: string; message: string }[]>('ws', 'log', 'shop-api/contract')
    expect(log.map(({ tag, message }) => [tag, message])).toMatchInlineSnapshot(`
      [
        [
          "0.1.1",
          "smaller (breaking change allowed: nobody calls it)",
        ],
        [
          "0.1.0",
          "first",
        ],
      ]
    `)
  })
})
