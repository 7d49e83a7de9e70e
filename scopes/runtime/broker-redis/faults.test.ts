import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBroker } from './index.ts'

const binary = serviceBinary('redis-server')
const outcomes = createOutcomes()

describe.skipIf(binary === undefined)('a Redis of its own, from redis-server', () => {
  let folder: string
  let url: string
  let service: Service
  let proxy: Proxy

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tessera-redis-'))
    const port = await freePort()
    url = `redis://127.0.0.1:${port}`
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', '']
    service = await startService({ command: binary ?? '', args, ping: () => ping(url) })
    proxy = await startProxy(url)
  })

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]()
    await service[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test('it is persistent', async () => {
    await using broker = await openBroker(url)
    expect(broker.capabilities.persistent).toBe(true)
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

  test('a replica that was frozen while another took its ordered group over hands out nothing late', async () => {
    const address = `frozen-${randomUUID()}`
    await using broker = await openBroker(url)
    const group = { name: 'all', ordered: true }
    await broker.declare(address, group)
    const total = 60
    const seen: number[] = []
    let enough: (count: number) => void = () => {}
    const until = (count: number): Promise<void> =>
      new Promise((resolve) => {
        enough = (length) => void (length >= count && resolve())
        enough(seen.length)
      })
    const note = (id: string): void => {
      seen.push(Number(id))
      enough(new Set(seen).size)
    }
    const replica = spawn(process.execPath, ['--input-type=module', '--eval', REPLICA, url, address], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: import.meta.dirname,
    })
    createInterface(replica.stdout).on('line', note)
    const publish = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index++) {
        await broker.publish(address, { id: String(index), key: 'k', headers: {}, body: new Uint8Array() })
      }
    }
    await publish(0, 30)
    await until(5)
    replica.kill('SIGSTOP')
    await broker.subscribe(address, { group, ackDeadlineMs: 400 }, ({ message, ack }) => {
      note(message.id)
      setTimeout(() => void ack(), 5)
    })
    await until(20)
    replica.kill('SIGCONT')
    await publish(30, total)
    await until(total)
    replica.kill('SIGKILL')
    await once(replica, 'exit')
    // What the frozen one had in work is handled twice; nothing comes after what follows it.
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  }, 30_000)
})

const REPLICA = `
  import { openBroker } from '@tessera/runtime.broker'
  const [url, address] = process.argv.slice(1)
  const broker = await openBroker(url)
  await broker.subscribe(address, { group: { name: 'all', ordered: true }, ackDeadlineMs: 400 }, ({ message, ack }) => {
    console.log(message.id)
    setTimeout(() => ack().catch(() => {}), 20)
  })
`

async function ping(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await redis.ping()
  } finally {
    redis.disconnect()
  }
}
