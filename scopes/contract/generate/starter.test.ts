import { isContract, toDocument } from '@tessera/contract.define'
import { expect, test } from 'vitest'
import { createRig } from './rig.fixture.ts'
import { generateParts, starter } from './index.ts'

test('a new contract compiles as it is, and its parts do', { timeout: 60_000 }, async () => {
  const rig = createRig()
  try {
    rig.write([], starter('http', 'acme.shop/shop-items'))
    const module = (await import(`${rig.folder}/contract.ts`)) as Record<string, unknown>
    const contract = module['shopItems']
    if (!isContract(contract)) throw new Error('shopItems is no contract')
    const { document, diagnostics } = toDocument(contract)
    expect(diagnostics).toEqual([])
    expect(document?.id).toBe('acme.shop/shop-items')
    if (document) rig.write(await generateParts(document))
    expect(rig.check()).toBe('')
  } finally {
    rig.dispose()
  }
})

test('an id that is none is refused', () => {
  expect(() => starter('http', 'Shop')).toThrow(expect.objectContaining({ code: 'INVALID_ID' }))
})
