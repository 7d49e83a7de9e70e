import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokerCases, createOutcomes, runBrokerCase } from './conformance.ts'
import { type Broker, type EmbeddedServer, openEmbeddedBroker, startEmbeddedBroker } from './index.ts'

let folder: string
let server: EmbeddedServer | undefined
const outcomes = createOutcomes()
const never = (): void => {
  throw new Error('the broker of this test runs already')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-embedded-'))
  server = await startEmbeddedBroker(folder)
})

afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true })
})

test.concurrent.each(brokerCases)(
  'embedded: $name',
  async (brokerCase) => {
    const open = (): Promise<Broker> => openEmbeddedBroker(folder, { spawn: never })
    const run = (): Promise<void> => runBrokerCase(brokerCase, open)
    await expect(outcomes.record(brokerCase.name, run)).resolves.toBeUndefined()
  },
  30_000,
)

test('the matrix says so', async () => {
  const names = brokerCases.map(({ name }) => name)
  await expect(outcomes.text(names)).toMatchFileSnapshot('conformance-embedded.json')
})

test('a second broker for one folder does not start', async () => {
  expect(await startEmbeddedBroker(folder)).toBeUndefined()
})
