import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from '../../scripts/prepare.mjs'

const folder = join(root, 'scopes', 'contract', 'compare')

/** `compareContracts` over the known changes of its tests, after a warm-up: milliseconds for each pair of documents. */
export async function* verdictsRow() {
  const { compareContracts } = await import(join(folder, 'dist', 'index.js'))
  const { module } = await runnerImport(join(folder, 'contracts', 'verdict-cases.fixture.ts'))
  const cases = module.verdictCases()
  for (const { old, now, policy } of cases) compareContracts(old, now, { policy })
  const results = cases.map(({ old, now, policy, level }) => {
    const start = performance.now()
    const verdict = compareContracts(old, now, { policy })
    return { level, verdict, ms: performance.now() - start }
  })
  const figures = {
    pairs: results.length,
    right: share(results, ({ level, verdict }) => verdict.level === level),
    risky: share(results, ({ verdict }) => verdict.level === 'risky'),
    timeouts: results.filter(({ verdict }) => verdict.findings.some(({ rule }) => rule === 'timeout')).length,
    median_ms: at(results, 0.5),
    p99_ms: at(results, 0.99),
  }
  const texts = Object.entries(figures).map(([key, value]) => `${key}=${value}`)
  yield { line: texts.join(' ') }
}

function share(results, holds) {
  return (results.filter(holds).length / results.length).toFixed(4)
}

function at(results, part) {
  const times = results.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(3)
}
