import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../scripts/prepare.mjs'

const ROUNDS = 3

/** Where the services are that a row needs; one that is not there fails its row. */
const URLS = {
  memory: 'memory:',
  amqp: process.env.TESSERA_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672',
  redis: process.env.TESSERA_REDIS_URL ?? 'redis://127.0.0.1:6379',
  nats: process.env.TESSERA_NATS_URL ?? 'nats://127.0.0.1:4222',
}

/** SQS costs a request for each message, and another for each ten. */
const COUNTS = { sqs: '2000', embedded: '100000', memory: '100000' }

/** Two peers for each adapter: the client library alone, and doing by hand what the adapter does. */
const PEERS = { amqp: ['bare', 'fair'], redis: ['bare', 'fair'], nats: ['bare', 'fair'], sqs: ['bare'] }

/** An adapter against the client library it stands on: client-side CPU of a message that is published, delivered, settled. */
export function brokerRow(adapter) {
  return async function* rows() {
    const service = await serviceOf(adapter)
    try {
      yield* compare(adapter, service.url)
    } finally {
      await service.close()
    }
  }
}

async function* compare(adapter, urlOf) {
  const runs = Object.fromEntries(['ours', ...(PEERS[adapter] ?? [])].map((peer) => [peer, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of Object.keys(runs)) runs[peer].push(await stream(adapter, peer, urlOf(round)))
  }
  const [ours, ...peers] = Object.entries(runs).map(([peer, of]) => ({ peer, ...middle(of) }))
  if (peers.length === 0) yield { line: figures('ours', ours) }
  for (const peer of peers) {
    const ratio = (ours.cpuUs / peer.cpuUs).toFixed(2)
    yield { line: `ratio=${ratio} ${figures('ours', ours)} peer=${peer.peer} ${figures('peer', peer)}` }
  }
}

/** Where the broker is, a new one each round where it is ours. */
async function serviceOf(adapter) {
  if (adapter === 'sqs') return startEmulator()
  if (adapter !== 'embedded') return { url: () => URLS[adapter], close: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  return {
    url: (round) => `embedded:${join(folder, String(round))}`,
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** An emulator of SQS and SNS, in a process of its own: its CPU is not the client's. */
async function startEmulator() {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', EMULATOR], { stdio: ['ignore', 'pipe', 2] })
  const [port] = await once(child.stdout, 'data')
  const query = new URLSearchParams({ endpoint: `http://127.0.0.1:${String(port).trim()}`, wait: '1' })
  return {
    url: () => `sqs://key:secret@us-east-1?${query.toString()}`,
    close: () => child.kill(),
  }
}

const EMULATOR = `import { startFauxqs } from 'fauxqs'
const { port } = await startFauxqs({ port: 0, logger: false })
console.log(port)`

async function stream(adapter, peer, url) {
  const script = join(import.meta.dirname, 'broker-stream.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [script, adapter, peer, url], {
    cwd: root,
    env: { COUNT: COUNTS[adapter] ?? '20000', ...process.env },
  })
  return JSON.parse(stdout)
}

function middle(runs) {
  const of = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]
  return { cpuUs: of('cpuUs'), perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') }
}

function figures(name, { cpuUs, perSecond, p50Ms, p99Ms }) {
  const times = `${name}_p50_ms=${p50Ms.toFixed(2)} ${name}_p99_ms=${p99Ms.toFixed(2)}`
  return `${name}_cpu_us=${cpuUs.toFixed(1)} ${name}_per_s=${Math.round(perSecond)} ${times}`
}
