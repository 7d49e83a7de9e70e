import { openBroker as openAnyBroker } from '@tessera/runtime.broker'
import { brokerCases, createOutcomes, isHeldTo, runBrokerCase } from '@tessera/runtime.broker/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'
import { startEmulator } from './rig.ts'

const capabilities = { persistent: true, shared: true, ordered: true, deduplicating: true }
const outcomes = createOutcomes()

describe('SQS, as fauxqs has it', () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>
  beforeAll(async () => {
    emulator = await startEmulator()
  })
  afterAll(() => emulator[Symbol.asyncDispose]())

  test('it is found by its URL, says what it can do, and no secret', async () => {
    await using broker = await openAnyBroker(emulator.url)
    expect(broker.capabilities).toMatchObject(capabilities)
    expect(broker.url).not.toContain('secret')
  })

  test.concurrent.each(brokerCases.filter((brokerCase) => isHeldTo(brokerCase, capabilities)))(
    '$name',
    async (brokerCase) => {
      const run = (): Promise<void> => runBrokerCase(brokerCase, () => openBroker(emulator.url))
      await expect(outcomes.record(brokerCase.name, run)).resolves.toBeUndefined()
    },
    40_000,
  )

  test('the matrix says so', async () => {
    const names = brokerCases.map(({ name }) => name)
    await expect(outcomes.text(names)).toMatchFileSnapshot('conformance.json')
  })
})

test('an SQS that is not there is unavailable', async () => {
  await using broker = await openBroker('sqs://key:secret@us-east-1?endpoint=http://127.0.0.1:1')
  const message = { id: 'a', headers: {}, body: new Uint8Array([1]) }
  await expect(broker.publish('x', message)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    operation: 'sqs://us-east-1?endpoint=http://127.0.0.1:1',
  })
}, 30_000)
