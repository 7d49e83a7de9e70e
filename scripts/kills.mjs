// node scripts/kills.mjs [--kills 1000] [--only ripple] [--seed 1] [--minutes 30]: kills tag, export, import, checkout,
// merge, reset, gc and ripple with SIGKILL at random moments, and fails where what is left is neither the state before
// nor the state after, or where the next run does not get through.
import { parseArgs } from 'node:util'
import { ensureBuilt, ensureInstalled } from './prepare.mjs'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: 'Infinity' },
  },
})

ensureInstalled()
ensureBuilt()
const { killAll } = await import('./kills/kill.mjs')
const rows = await killAll({
  kills: Number(values.kills),
  only: values.only,
  seed: Number(values.seed),
  endMs: Date.now() + Number(values.minutes) * 60_000,
  onKill({ done, killed, failures }) {
    for (const failure of failures) console.error(failure)
    if (killed && done % 50 === 0) console.error(`${done} kills`)
  },
})
console.table(rows.map(({ failures, ...row }) => ({ ...row, failures: failures.length })))
process.exitCode = rows.some(({ failures }) => failures.length > 0) ? 1 : 0
