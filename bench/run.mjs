// npm run bench -- <row>…: one line a row and peer, CPU seconds of whole process trees, medians.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt, ensureInstalled, root } from '../scripts/prepare.mjs'
import { browserSize } from './rows/browser-size.mjs'
import { brokerRow } from './rows/brokers.mjs'
import { buildRows } from './rows/build.mjs'
import { cliStart } from './rows/cli-start.mjs'
import { clientColdStart } from './rows/client-cold-start.mjs'
import { compareSchemasRow } from './rows/compare-schemas.mjs'
import { eventRate } from './rows/events.mjs'
import { httpCalls } from './rows/http.mjs'
import { loadRow } from './rows/load.mjs'
import { mockSpeed, mockValid, mockWarm } from './rows/mock.mjs'
import { patterns } from './rows/patterns.mjs'
import { rippleAcrossScopes } from './rows/ripple.mjs'
import { scaleRows } from './rows/scale.mjs'
import { socketCalls } from './rows/sockets.mjs'
import { verdictsRow } from './rows/verdicts.mjs'
import { watchSave } from './rows/watch.mjs'

const rows = {
  'cli-start': cliStart,
  'client-cold-start': clientColdStart,
  'browser-size': browserSize,
  'watch-save': watchSave,
  'compare-schemas': compareSchemasRow,
  verdicts: verdictsRow,
  'mock-speed': mockSpeed,
  'mock-valid': mockValid,
  'mock-warm': mockWarm,
  'http-call': httpCalls,
  'socket-calls': socketCalls,
  'ripple-20-scopes': rippleAcrossScopes,
  patterns,
  'load-10min': loadRow,
  'events-10khz': eventRate,
  'broker-memory': brokerRow('memory'),
  'broker-embedded': brokerRow('embedded'),
  'broker-amqp': brokerRow('amqp'),
  'broker-redis': brokerRow('redis'),
  'broker-nats': brokerRow('nats'),
  'broker-sqs': brokerRow('sqs'),
  ...buildRows,
  ...scaleRows,
}

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { live: { type: 'boolean' }, seconds: { type: 'string' } },
})
const unknown = wanted.filter((name) => !(name in rows))
if (wanted.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`no row ${unknown.join(', ')}`)
  console.error(`npm run bench -- <row>…, of:\n  ${Object.keys(rows).join('\n  ')}`)
  process.exit(2)
}
if (process.platform !== 'linux') {
  console.error('the bench reads /proc for CPU time and memory: it needs Linux')
  process.exit(2)
}

ensureInstalled()
ensureBuilt()
installPeers()
for (const name of wanted) {
  for await (const { peer, ours, theirs, line } of rows[name](
    options.seconds === undefined ? {} : { seconds: Number(options.seconds) },
  )) {
    if (line !== undefined) {
      console.log(`${name} ${line}`)
      continue
    }
    const ratio = ours.cpu / theirs.cpu
    console.log(
      `${name} ratio=${ratio.toFixed(ratio < 0.1 ? 3 : 2)} ours_cpu_s=${seconds(ours.cpu)} ours_peak_mb=${ours.peakMb.toFixed(0)} ` +
        `peer=${peer} peer_cpu_s=${seconds(theirs.cpu)} ours_wall_s=${ours.wall.toFixed(2)} peer_wall_s=${theirs.wall.toFixed(2)}`,
    )
  }
}

function seconds(cpu) {
  return cpu.toFixed(cpu < 0.1 ? 3 : 2)
}

function installPeers() {
  const folder = join(root, 'bench')
  if (['turbo', 'json-schema-faker', 'socket.io'].every((peer) => existsSync(join(folder, 'node_modules', peer))))
    return
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(status ?? 1)
}
