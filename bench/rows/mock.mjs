import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { measure, median } from '../measure.mjs'

const worker = join(root, 'bench', 'rows', 'mock-worker.mjs')
const PEER = 'json-schema-faker-0.6.3'

/** CPU of as many values, each schema with 10 seeds and with 200: what starts cold, and what runs on. */
export async function* mockSpeed() {
  for (const set of ['suite-2020', 'suite-7', 'store', 'catalog', 'contracts']) {
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

/** Values, and characters of JSON, per CPU second of a process that has made 500 values of each schema, without its start. */
export async function* mockWarm() {
  for (const set of ['suite-2020', 'suite-7', 'store', 'catalog', 'contracts']) {
    const [ours, theirs] = ['ours', 'theirs'].map((who) => work('warm', who, '500', set))
    const rate = ({ cpu }, count) => Math.round(count / cpu)
    yield {
      line:
        `set=${set} ours_values_per_s=${rate(ours, ours.values)} ours_characters_per_s=${rate(ours, ours.characters)} ` +
        `peer=${PEER} peer_values_per_s=${rate(theirs, theirs.values)} peer_characters_per_s=${rate(theirs, theirs.characters)}`,
    }
  }
}

/** The share of values that ajv finds valid, of those asked for: what failed to be made counts as not valid. */
export async function* mockValid() {
  const [ours, theirs] = ['ours', 'theirs'].map((who) => work('valid', who, '20'))
  const share = ({ valid, values, failed }) => ((100 * valid) / (values + failed)).toFixed(2)
  yield {
    line:
      `ours_valid_percent=${share(ours)} ours_failed=${ours.failed} peer=${PEER} ` +
      `peer_valid_percent=${share(theirs)} peer_failed=${theirs.failed} schemas=${ours.schemas} seeds=20`,
  }
}

function work(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [worker, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the worker ended with ${status}\n${stderr.slice(-2000)}`)
  return JSON.parse(stdout)
}
