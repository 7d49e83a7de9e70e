import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'
import { root } from '../../scripts/prepare.mjs'

const ROUNDS = 5
/** Calls a round; what is ten times slower makes fewer. */
const CALLS = { ours: 20_000, plugin: 20_000, bare: 20_000, byHand: 20_000, orpc: 3000, trpc: 3000 }
/** What each of ours is held against. */
const PAIRS = [
  ['ours', 'bare', 'undici+fastify'],
  ['plugin', 'bare', 'undici+fastify'],
  ['ours', 'byHand', 'undici+fastify+ajv+trace+deadline'],
  ['ours', 'orpc', 'orpc'],
  ['ours', 'trpc', 'trpc'],
]

/** A generated client calling a generated server, against what one would take instead: CPU and latency of one call. */
export async function* httpCalls() {
  installTypedPeers()
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-http-'))
  try {
    await compile(folder)
    const runs = Object.fromEntries(Object.keys(CALLS).map((peer) => [peer, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const peer of Object.keys(CALLS)) runs[peer].push(await callsOf(peer, folder))
    }
    const figures = (name, { cpuUs, p50Us, p99Us }) =>
      `${name}_cpu_us=${cpuUs.toFixed(1)} ${name}_p50_us=${p50Us} ${name}_p99_us=${p99Us}`
    for (const [one, other, peer] of PAIRS) {
      const [ours, theirs] = [middle(runs[one]), middle(runs[other])]
      const ratio = (ours.cpuUs / theirs.cpuUs).toFixed(2)
      yield { line: `ratio=${ratio} of=${one} ${figures('ours', ours)} peer=${peer} ${figures('peer', theirs)}` }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function installTypedPeers() {
  const cwd = join(root, 'bench')
  if (['@orpc/server', '@trpc/server'].every((peer) => existsSync(join(cwd, 'node_modules', peer)))) return
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd, stdio: ['ignore', 2, 2] })
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
    String(CALLS[peer]),
  ])
  return JSON.parse(stdout)
}

function middle(results) {
  const of = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.floor(results.length / 2)]
  return { cpuUs: of('cpuUs'), p50Us: of('p50Us'), p99Us: of('p99Us') }
}
