import { createOutcomes, faultCases, type Proxy, runFaultCase, startProxy } from '@tessera/runtime.broker/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { startEmulator } from './rig.ts'

const outcomes = createOutcomes()

// The emulator keeps all in memory: what AWS does when it fails cannot be seen with it.
const cases = faultCases.filter(({ needs }) => needs !== 'kill')

describe('SQS, as fauxqs has it', () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>
  let proxy: Proxy
  let throughProxy: string

  beforeAll(async () => {
    emulator = await startEmulator()
    const url = new URL(emulator.url)
    proxy = await startProxy(url.searchParams.get('endpoint') ?? '')
    url.searchParams.set('endpoint', proxy.url)
    throughProxy = url.href
  })

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]()
    await emulator[Symbol.asyncDispose]()
  })

  test.each(cases)(
    '$name',
    async (faultCase) => {
      const url = faultCase.needs === 'proxy' ? throughProxy : emulator.url
      const place = { url, connect: () => openBroker(url), proxy }
      await expect(outcomes.record(faultCase.name, () => runFaultCase(faultCase, place))).resolves.toBeUndefined()
    },
    130_000,
  )

  test('the matrix says so', async () => {
    await expect(outcomes.text(faultCases.map(({ name }) => name))).toMatchFileSnapshot('faults.json')
  })
})
