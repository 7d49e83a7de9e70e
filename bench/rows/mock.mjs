import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { measure, median } from '../measure.mjs'

const worker = join(root, 'bench', 'rows', 'mock-worker.mjs')
const PEER = 'json-schema-faker-0.6.3'

/** CPU of as many values, each schema with 10 seeds and with 200: what starts cold, and what runs on. */
export async function* mockSpeed() {
  for (const set of ['suite-2020', 'suite-7', 'store', 'contracts']) {
    for (const seeds of ['10', '200']) {
      const run = (who) =>
        median(
          3,
          () => undefined,
          () => measure(process.execPath, [worker, 'speed', who, seeds, set]),
        )
      yield { peer: `${PEER}/${set}/${seeds}-seeds`, ours: await run('ours'), theirs: await run('theirs') }
    }
  }
}

/** The share of values that ajv finds valid, of those asked for: what failed to be made counts as not valid. */
export async function* mockValid() {
  const [ours, theirs] = ['ours', 'theirs'].map((who) => counts(who, '20'))
  const share = ({ valid, values, failed }) => ((100 * valid) / (values + failed)).toFixed(2)
  yield {
    line:
      `ours_valid_percent=${share(ours)} ours_failed=${ours.failed} peer=${PEER} ` +
      `peer_valid_percent=${share(theirs)} peer_failed=${theirs.failed} schemas=${ours.schemas} seeds=20`,
  }
}

function counts(who, seeds) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [worker, 'valid', who, seeds], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the worker ended with ${status}\n${stderr.slice(-2000)}`)
  return JSON.parse(stdout)
}
