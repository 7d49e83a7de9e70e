import { documents } from '@tessera/contract.define/fixtures'
import { expect } from 'vitest'
import { test } from './rig.ts'

const TEMPLATES = [
  ['http-contract', 'acme.shop/shop-api'],
  ['messaging-contract', 'acme.shop/shop-jobs'],
  ['socket-contract', 'acme.shop/shop-link'],
  ['event-contract', 'acme.shop/shop-events'],
  ['schemas', 'acme.shop/postal'],
] as const

test('create lists what there is, and when to take it', async ({ rig }) => {
  const { code, stdout } = await rig.tessera('.', 'create')
  expect(code).toBe(0)
  expect(stdout).toMatchInlineSnapshot(`
    "http-contract       others ask this service and wait for the answer (HTTP API)
    messaging-contract  work that is done later, by any replica, and tried again (broker)
    socket-contract     either side may start, at the lowest latency (open connection)
    event-contract      others hear that something happened, and ask when they want details (broker)
    schemas             schemas that several contracts share
    parts               the parts of a contract that is there already (contract.json or *.schema.json written by hand)
    "
  `)
  const nameless = await rig.tessera('.', 'create', 'event-contract')
  expect(nameless).toMatchObject({ code: 2, stderr: expect.stringContaining('USAGE') as string })
})

test('each starter builds as it is', async ({ rig }) => {
  await rig.workspace('ws', 'acme.shop')
  for (const [template, id] of TEMPLATES) await rig.json('ws', 'create', template, id, '-x')
  const built = await rig.tessera('ws', 'build')
  expect(built).toMatchObject({ code: 0 })
})

test('a contract.json written by hand is a contract: it has parts, is built and tagged', async ({ rig }) => {
  await rig.workspace('ws', 'acme.x')
  const keys: string[] = []
  for (const document of documents) {
    const [scope = '', name = ''] = document.id.split('/')
    rig.write({ [`ws/components/${name}/contract/contract.json`]: JSON.stringify(document, null, 2) })
    await rig.json('ws', 'add', `components/${name}/contract`, '--scope', scope)
    const { created } = await rig.json<{ created: string[] }>('ws', 'create', 'parts', document.id, '-x')
    expect(created).toContain(`${document.id}/types`)
    keys.push(`${document.id}/contract`, ...created)
  }
  expect(await rig.json('ws', 'create', 'parts', 'money/contract', '-x')).toMatchObject({ created: [] })
  expect(await rig.tessera('ws', 'build')).toMatchObject({ code: 0 })
  expect(await rig.tessera('ws', 'tag')).toMatchObject({ code: 0 })
  const listed = await rig.json<{ id: string }[]>('ws', 'list')
  expect(listed.length).toBe(keys.length)

  rig.edit('ws/components/money/contract/contract.json', '"integer"', '"text"')
  const broken = await rig.tessera('ws', 'build')
  expect(broken.code).toBe(1)
  expect(broken.stdout + broken.stderr).toContain('components/money/contract/contract.json:15:11')
})

test('a folder of JSON Schema files is a contract: it has parts, is built and tagged', async ({ rig }) => {
  await rig.workspace('ws', 'acme.shared')
  rig.write({
    'ws/components/goods/contract/money.schema.json': JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { amount: { type: 'integer' }, pair: { type: 'array', items: [{ type: 'string' }] } },
      required: ['amount'],
    }),
    'ws/components/goods/contract/order-line.schema.json': JSON.stringify({
      type: 'object',
      properties: { price: { $ref: 'money.schema.json' } },
      required: ['price'],
    }),
  })
  await rig.json('ws', 'add', 'components/goods/contract')
  expect(await rig.json('ws', 'create', 'parts', 'goods', '-x')).toMatchObject({
    created: ['acme.shared/goods/types', 'acme.shared/goods/mocks'],
  })
  expect(await rig.tessera('ws', 'build')).toMatchObject({ code: 0 })
  expect(await rig.tessera('ws', 'tag')).toMatchObject({ code: 0 })

  rig.edit('ws/components/goods/contract/money.schema.json', '"amount":{', '"cents":{"type":"integer"},"amount":{')
  expect(await rig.tessera('ws', 'build')).toMatchObject({ code: 0 })
  expect(rig.read('ws/components/goods/types/index.ts')).toContain('cents')
})
