import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokerCases, runBrokerCase } from './conformance.ts'
import { type EmbeddedServer, openEmbeddedBroker, startEmbeddedBroker } from './index.ts'

let folder: string
let server: EmbeddedServer | undefined
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

test.each(brokerCases)(
  'embedded: $name',
  async (brokerCase) => {
    const run = runBrokerCase(brokerCase, () => openEmbeddedBroker(folder, { spawn: never }))
    await expect(run).resolves.toBeUndefined()
  },
  30_000,
)

test('a second broker for one folder does not start', async () => {
  expect(await startEmbeddedBroker(folder)).toBeUndefined()
})
