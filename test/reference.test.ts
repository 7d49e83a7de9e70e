import type { GenerateResult } from '@tessera/ripple.build'
import { expect } from 'vitest'
import { test } from './rig.ts'

test('the committed parts of the reference contracts are what their contracts generate', async ({ rig }) => {
  await rig.reference('shop')
  const { ok, written } = await rig.json<GenerateResult>('shop', 'generate', '--upgrade')
  expect({ ok, written }).toEqual({ ok: true, written: [] })
})
