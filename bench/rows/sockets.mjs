import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROUNDS = 3
const IN_FLIGHT = { 1: 30_000, 64: 100_000 }
const PEERS = ['raw', 'ws', 'socketIo']

/** Validated, traced, resumable calls over a connection, against frames by hand, `ws` and socket.io. */
export async function* socketCalls() {
  for (const [inFlight, calls] of Object.entries(IN_FLIGHT)) {
    const runs = Object.fromEntries(['ours', ...PEERS].map((peer) => [peer, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const peer of Object.keys(runs)) runs[peer].push(await callsOf(peer, inFlight, calls))
    }
    const ours = middle(runs.ours)
    for (const peer of PEERS) {
      const theirs = middle(runs[peer])
      const ratio = (ours.cpuUs / theirs.cpuUs).toFixed(2)
      yield {
        line: `in_flight=${inFlight} ratio=${ratio} ${figures('ours', ours)} peer=${peer} ${figures('peer', theirs)}`,
      }
    }
  }
}

async function callsOf(peer, inFlight, calls) {
  const script = join(import.meta.dirname, 'socket-call.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [script, peer, inFlight, String(calls)])
  return JSON.parse(stdout)
}

function middle(runs) {
  const of = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]
  return { cpuUs: of('cpuUs'), p50Us: of('p50Us'), p99Us: of('p99Us') }
}

function figures(name, { cpuUs, p50Us, p99Us }) {
  return `${name}_cpu_us=${cpuUs.toFixed(1)} ${name}_p50_us=${p50Us} ${name}_p99_us=${p99Us}`
}
