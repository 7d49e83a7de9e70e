import { openBroker as openAnyBroker } from '@tessera/runtime.broker'
import { brokerCases, createOutcomes, isHeldTo, runBrokerCase } from '@tessera/runtime.broker/conformance'
import { afterAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { hasNats, NATS, tidyNats } from './rig.ts'

const capabilities = { persistent: true, shared: true, ordered: true, deduplicating: true }
const outcomes = createOutcomes()

describe.skipIf(!(await hasNats()))('NATS at TESSERA_NATS_URL, or 127.0.0.1:4222', () => {
  afterAll(() => tidyNats('conformance-'))

  test('it is found by its URL, says what it can do, and no password', async () => {
    const url = new URL(NATS)
    url.username = 'somebody'
    url.password = 'secret'
    await using broker = await openAnyBroker(url.href)
    expect(broker.capabilities).toMatchObject(capabilities)
    expect(broker.url).not.toContain('@')
  })

  test.concurrent.each(brokerCases.filter((brokerCase) => isHeldTo(brokerCase, capabilities)))(
    '$name',
    async (brokerCase) => {
      const run = (): Promise<void> => runBrokerCase(brokerCase, () => openBroker(NATS))
      await expect(outcomes.record(brokerCase.name, run)).resolves.toBeUndefined()
    },
    40_000,
  )

  test('the matrix says so', async () => {
    const names = brokerCases.map(({ name }) => name)
    await expect(outcomes.text(names)).toMatchFileSnapshot('conformance.json')
  })
})

test('a NATS that is not there is unavailable', async () => {
  await expect(openBroker('nats://user:secret@127.0.0.1:1')).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'nats://127.0.0.1:1',
  })
})
