import { sha256 } from '@tessera/core.model'
import { describe, expect, test } from 'vitest'
import { moneyDocument, ordersDocument } from './contracts.fixture.ts'
import { type DerivedRecord, type GeneratedPart, generateParts, partsOf } from './index.ts'

const orders = await generateParts(ordersDocument)
const money = await generateParts(moneyDocument)

test.each([...orders, ...money].map((part) => [part.id, part] as const))('%s reads as it should', async (id, part) => {
  await expect(bundle(part)).toMatchFileSnapshot(`${id.replaceAll('/', '.')}.snap`)
})

test('a contract has the parts of its pattern', () => {
  expect(orders.map(({ part, id, packageName }) => [part, id, packageName])).toEqual([
    ['types', 'acme.orders/orders-api/types', '@acme/orders.orders-api.types'],
    ['mocks', 'acme.orders/orders-api/mocks', '@acme/orders.orders-api.mocks'],
    ['client', 'acme.orders/orders-api/client', '@acme/orders.orders-api.client'],
    ['server', 'acme.orders/orders-api/server', '@acme/orders.orders-api.server'],
  ])
  expect(partsOf(moneyDocument)).toEqual(['types', 'mocks'])
})

describe('equal contracts give equal sources', () => {
  test('once more', async () => {
    expect(await generateParts(structuredClone(ordersDocument))).toEqual(orders)
  })

  test('with nothing in them of day or machine', () => {
    const text = orders.map(bundle).join('\n')
    expect(text).not.toMatch(/\b20[2-9]\d-\d\d/)
    expect(text).not.toContain(process.cwd())
    expect(text).not.toContain('\r')
  })

  test('a description moves only the types and mocks that tell it', async () => {
    const described = structuredClone(ordersDocument)
    const order = described.$defs['Order'] as { description: string }
    order.description = 'Something else'
    const moved = await generateParts(described)
    expect(changed(orders, moved)).toEqual(['types', 'mocks'])
  })

  test('a longer deadline leaves the types alone', async () => {
    const slow = structuredClone(ordersDocument)
    Object.assign(slow.operations?.['getOrder'] ?? {}, { deadlineMs: 999 })
    expect(changed(orders, await generateParts(slow))).toEqual(['mocks', 'client', 'server'])
  })
})

test('each part records where it comes from and what was written', () => {
  for (const part of orders) {
    const derived = JSON.parse(part.files['derived.json'] as string) as DerivedRecord
    expect(derived.contract).toBe('acme.orders/orders-api/contract')
    expect(derived.part).toBe(part.part)
    const sources = Object.entries(part.files).filter(([path]) => path !== 'derived.json')
    expect(derived.files).toEqual(Object.fromEntries(sources.map(([path, text]) => [path, sha256(text)])))
    for (const [, text] of sources) expect(text).toMatch(/^\/\/ Generated from acme\.orders\/orders-api\/contract/)
  }
})

test('types hold no runtime and no schema library', () => {
  const types = orders.find(({ part }) => part === 'types')?.files['index.ts'] ?? ''
  expect(types).not.toMatch(/^(?:import|export) (?!type|interface)/m)
  expect(types).not.toMatch(/\bzod\b/i)
})

test('a keyword that validators cannot hold is refused with its place', async () => {
  const strange = structuredClone(ordersDocument)
  Object.assign(strange.$defs['Item'] as object, { $dynamicRef: '#meta' })
  await expect(generateParts(strange)).rejects.toMatchObject({
    code: 'UNSUPPORTED_KEYWORD',
    location: { file: 'contract.json', pointer: '/$defs/Item/$dynamicRef' },
  })
})

test('a reference that leads nowhere is refused: it would let anything through', async () => {
  const strange = structuredClone(ordersDocument)
  Object.assign(strange.$defs['Item'] as object, { properties: { price: { $ref: '#/$defs/Mony' } } })
  await expect(generateParts(strange)).rejects.toMatchObject({
    code: 'UNSUPPORTED_KEYWORD',
    location: { pointer: '/$defs/Item/properties/price/$ref' },
    hint: expect.stringContaining('did you mean "Money"?'),
  })
})

test('a misspelt keyword is refused with what was meant', async () => {
  const strange = structuredClone(ordersDocument)
  Object.assign(strange.$defs['Item'] as object, { minPropertys: 1 })
  await expect(generateParts(strange)).rejects.toThrow('did you mean "minProperties"?')
})

function bundle(part: GeneratedPart): string {
  return Object.entries(part.files)
    .map(([path, text]) => `===== ${path}\n${text}`)
    .join('\n')
}

function changed(before: readonly GeneratedPart[], after: readonly GeneratedPart[]): string[] {
  return before.filter((part, index) => bundle(part) !== bundle(after[index] as GeneratedPart)).map(({ part }) => part)
}
