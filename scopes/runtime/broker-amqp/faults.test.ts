import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
import { connect } from 'amqplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'

const binary = serviceBinary('rabbitmq-server')
const outcomes = createOutcomes()

describe.skipIf(binary === undefined)('a RabbitMQ of its own, from rabbitmq-server', () => {
  let folder: string
  let url: string
  let service: Service
  let proxy: Proxy

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-rabbitmq-'))
    const [port, distPort] = [await freePort(), await freePort()]
    url = `amqp://guest:guest@127.0.0.1:${port}`
    await writeFile(join(folder, 'enabled_plugins'), '[].\n')
    await writeFile(join(folder, 'rabbitmq.conf'), '')
    const env = {
      RABBITMQ_NODENAME: `tessera${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distPort),
      RABBITMQ_MNESIA_BASE: folder,
      RABBITMQ_LOG_BASE: folder,
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
      RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
      HOME: folder,
    }
    service = await startService({ command: binary ?? '', args: [], env, startMs: 120_000, ping: () => ping(url) })
    proxy = await startProxy(url)
  }, 130_000)

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
        // RabbitMQ writes down a moment later that a quorum queue is there: killed before that (3.10), it loses the queue.
        settleMs: faultCase.needs === 'kill' ? 3000 : 0,
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
  const connection = await connect(url)
  await connection.close()
}
