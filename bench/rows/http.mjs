import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { root } from '../../scripts/prepare.mjs'

const ROUNDS = 5

/** A generated client calling a generated server, against undici calling fastify: CPU and latency of one call. */
export async function* httpCalls() {
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-http-'))
  try {
    await compile(folder)
    const runs = { ours: [], bare: [] }
    for (let round = 0; round < ROUNDS; round++) {
      for (const peer of ['ours', 'bare']) runs[peer].push(await callsOf(peer, folder))
    }
    const [ours, bare] = [middle(runs.ours), middle(runs.bare)]
    const figures = (name, { cpuUs, p50Us, p99Us }) =>
      `${name}_cpu_us=${cpuUs.toFixed(1)} ${name}_p50_us=${p50Us} ${name}_p99_us=${p99Us}`
    const ratio = (ours.cpuUs / bare.cpuUs).toFixed(2)
    yield { line: `ratio=${ratio} ${figures('ours', ours)} peer=undici+fastify ${figures('peer', bare)}` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The stubs and the runtime from their sources, as a service that bundles would have them. */
async function compile(folder) {
  const parts = ['client', 'server']
  const bundle = await rolldown({
    input: Object.fromEntries(parts.map((part) => [part, join(root, 'components', 'orders-api', part, 'index.ts')])),
    external: ['undici', 'fastify', /^node:/],
    platform: 'node',
    resolve: { conditionNames: ['source', 'import', 'default'] },
    tsconfig: false,
  })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' })
  await bundle.close()
}

async function callsOf(peer, folder) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'http-call.mjs'),
    peer,
    folder,
  ])
  return JSON.parse(stdout)
}

function middle(results) {
  const of = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.floor(results.length / 2)]
  return { cpuUs: of('cpuUs'), p50Us: of('p50Us'), p99Us: of('p99Us') }
}
