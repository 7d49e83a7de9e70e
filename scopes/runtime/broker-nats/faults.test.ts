import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import {
  createOutcomes,
  faultCases,
  freePort,
  type Proxy,
  runFaultCase,
  type Service,
  serviceBinary,
  startProxy,
  startService,
} from '@tessera/runtime.broker/conformance'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'

const binary = serviceBinary('nats-server')
const outcomes = createOutcomes()

describe.skipIf(binary === undefined)('a NATS of its own, from nats-server', () => {
  let folder: string
  let url: string
  let service: Service
  let proxy: Proxy

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-nats-'))
    const port = await freePort()
    url = `nats://127.0.0.1:${port}`
    const args = ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder]
    service = await startService({ command: binary ?? '', args, ping: () => ping(url) })
    proxy = await startProxy(url)
  })

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]()
    await service[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test.each(faultCases)(
    '$name',
    async (faultCase) => {
      const place = {
        url,
        connect: () => openBroker(faultCase.needs === 'proxy' ? proxy.url : url),
        kill: async () => {
          await service.kill()
          await service.start()
        },
        proxy,
      }
      await expect(outcomes.record(faultCase.name, () => runFaultCase(faultCase, place))).resolves.toBeUndefined()
    },
    130_000,
  )

  test('the matrix says so', async () => {
    await expect(outcomes.text(faultCases.map(({ name }) => name))).toMatchFileSnapshot('faults.json')
  })
})

async function ping(url: string): Promise<void> {
  const connection = await connect({ servers: new URL(url).host, reconnect: false, timeout: 1000 })
  try {
    await jetstreamManager(connection, { timeout: 1000 })
  } finally {
    await connection.close()
  }
}
