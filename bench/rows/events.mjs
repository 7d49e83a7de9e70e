import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../scripts/prepare.mjs'

const RATES = [1000, 10_000]

/** Thin events at a rate, 15 % of which need a fetch: whether anything piles up. */
export async function* eventRate({ seconds = 20 }) {
  const script = join(import.meta.dirname, 'event-stream.mjs')
  for (const rate of RATES) {
    const { stdout } = await promisify(execFile)(process.execPath, [script, rate, seconds].map(String), { cwd: root })
    const figures = Object.entries(JSON.parse(stdout)).map(([name, value]) => `${name}=${value}`)
    yield { line: `wanted_per_s=${rate} ${figures.join(' ')}` }
  }
}
