import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Event } from '@tessera/core.model'
import { afterEach, expect } from 'vitest'
import { tesseraBinary } from '../scripts/demo/workspace.mjs'
import { test } from './rig.ts'

const CONTRACT = 'shop/components/orders-api/contract/contract.ts'

let child: ChildProcess | undefined
afterEach(() => child?.kill('SIGKILL'))

/** The events of `tessera watch --json`, wave by wave: each ends with its `wave-end`. */
function watch(folder: string): { wave(): Promise<readonly Event[]> } {
  child = spawn(process.execPath, [tesseraBinary, 'watch', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  return {
    async wave() {
      const events: Event[] = []
      for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
        events.push(JSON.parse(line.value) as Event)
        if (events.at(-1)?.type === 'wave-end') return events
      }
      throw new Error('watch ended')
    },
  }
}

/** What each node came to in the check, and its tests. */
function outcomes(events: readonly Event[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const event of events) {
    if (event.type !== 'node' || event.status === 'queued' || event.status === 'running') continue
    found[`${event.node} ${event.phase}`] = event.status
  }
  return found
}

/** Waves until one has the node in that phase. */
async function until(waves: { wave(): Promise<readonly Event[]> }, what: string): Promise<readonly Event[]> {
  const seen: Event[] = []
  while (!(what in outcomes(seen))) seen.push(...(await waves.wave()))
  return seen
}

test('saving a contract shows the wave through its parts and consumers, and what a broken consumer stands on', async ({
  rig,
}) => {
  await rig.reference('shop')
  const waves = watch(rig.path('shop'))
  const first = await until(waves, '@acme/storefront test')
  expect(outcomes(first)).toMatchObject({ '@acme/ledger check': 'built', '@acme/storefront test': 'built' })

  rig.edit(CONTRACT, 'status: z.enum(', 'note: z.string().optional(),\n    status: z.enum(')
  const added = await until(waves, '@acme/storefront test')
  expect(outcomes(added)).toMatchObject({
    'acme.orders/orders-api/contract generate': 'built',
    'acme.orders/orders-api/types generate': 'built',
    'acme.orders/orders-api/types check': 'built',
    'acme.orders/orders-api/client check': 'built',
    '@acme/storefront check': 'built',
    '@acme/storefront test': 'built',
  })
  expect(added.filter((event) => event.type === 'node' && event.node === '@acme/ledger')).toEqual([])

  rig.edit(CONTRACT, 'total: Money', 'amountDue: Money')
  const renamed = await until(waves, '@acme/storefront check')
  expect(outcomes(renamed)).toMatchObject({ '@acme/storefront check': 'failed', '@acme/orders check': 'failed' })
  const findings = renamed.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []))
  expect(findings.find((finding) => finding.location?.file === 'consumers/storefront/basket.ts')).toMatchObject({
    code: 'TS2339',
    node: '@acme/storefront',
    because: "acme.orders/orders-api/contract: createOrder response 201 renamed 'total' to 'amountDue'",
  })

  rig.edit(CONTRACT, 'amountDue: Money', 'total: Money')
  const mended = await until(waves, '@acme/storefront check')
  expect(outcomes(mended)['@acme/storefront check']).not.toBe('failed')
})

test('a comment in a contract stops at the contract', async ({ rig }) => {
  await rig.reference('shop')
  const waves = watch(rig.path('shop'))
  await until(waves, '@acme/storefront test')
  rig.edit(CONTRACT, 'const OrderItem', '// What a customer puts into the basket.\nconst OrderItem')
  const wave = await until(waves, 'acme.orders/orders-api/contract check')
  const touched = new Set(
    wave.flatMap((event) => (event.type === 'node' && event.status === 'built' ? [event.node] : [])),
  )
  expect([...touched]).toEqual(['acme.orders/orders-api/contract'])
  expect(wave.at(-1)).toMatchObject({ type: 'wave-end', ok: true })
})
