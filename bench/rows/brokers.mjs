import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROUNDS = 3

/** Where the services are that a row needs; one that is not there fails its row. */
const URLS = {
  amqp: process.env.TESSERA_AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672',
  redis: process.env.TESSERA_REDIS_URL ?? 'redis://127.0.0.1:6379',
  nats: process.env.TESSERA_NATS_URL ?? 'nats://127.0.0.1:4222',
}

/** An adapter against the client library it stands on: client-side CPU of a message that is published, delivered, settled. */
export function brokerRow(adapter) {
  return async function* rows() {
    const runs = { ours: [], bare: [] }
    for (let round = 0; round < ROUNDS; round++) {
      for (const peer of ['ours', 'bare']) runs[peer].push(await stream(adapter, peer, URLS[adapter]))
    }
    const [ours, bare] = [middle(runs.ours), middle(runs.bare)]
    yield { line: `ratio=${(ours.cpuUs / bare.cpuUs).toFixed(2)} ${figures('ours', ours)} ${figures('peer', bare)}` }
  }
}

/** The embedded broker in its own process: durable messages a second from publish to acknowledgement. */
export async function* embeddedRate() {
  const runs = []
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
    try {
      runs.push(await stream('embedded', 'ours', `embedded:${folder}`, { COUNT: '100000' }))
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
  yield { line: figures('ours', middle(runs)) }
}

async function stream(adapter, peer, url, env = {}) {
  const script = join(import.meta.dirname, 'broker-stream.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [script, adapter, peer, url], {
    env: { ...process.env, ...env },
  })
  return JSON.parse(stdout)
}

function middle(runs) {
  const of = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]
  return { cpuUs: of('cpuUs'), perSecond: of('perSecond') }
}

function figures(name, { cpuUs, perSecond }) {
  return `${name}_cpu_us=${cpuUs.toFixed(1)} ${name}_per_s=${Math.round(perSecond)}`
}
