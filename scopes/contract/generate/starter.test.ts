import { isContract, toDocument } from '@tessera/contract.define'
import { expect, test } from 'vitest'
import { createRig } from './rig.fixture.ts'
import { starter } from './index.ts'

const patterns = ['http', 'messaging', 'sockets', 'events'] as const

test.each(patterns)('a new %s contract compiles and is one, as it is', { timeout: 60_000 }, async (pattern) => {
  const rig = createRig()
  try {
    rig.write([], starter(pattern, 'acme.shop/shop-items'))
    const module = (await import(`${rig.folder}/contract.ts`)) as Record<string, unknown>
    const contract = module['shopItems']
    if (!isContract(contract)) throw new Error('shopItems is no contract')
    const { document, diagnostics } = toDocument(contract)
    expect(diagnostics).toEqual([])
    expect(document).toMatchObject({ id: 'acme.shop/shop-items', pattern })
    expect(rig.check({ isolatedDeclarations: false })).toBe('')
  } finally {
    rig.dispose()
  }
})

test('an id that is none is refused', () => {
  expect(() => starter('http', 'Shop')).toThrow(expect.objectContaining({ code: 'INVALID_ID' }))
})
