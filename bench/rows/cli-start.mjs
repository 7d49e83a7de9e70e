import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { measure, median } from '../measure.mjs'

/** `tessera --version` against a Node that does nothing; twenty starts a run, since one is only some ticks long. */
export async function* cliStart() {
  const cli = join(root, 'scopes', 'ui', 'cli', 'bin', 'tessera.js')
  const starts = (args) =>
    measure('bash', ['-c', `for i in $(seq 20); do "$@" >/dev/null; done`, 'starts', process.execPath, ...args])
  const nothing = () => undefined
  yield {
    peer: 'node-e-0',
    ours: await median(5, nothing, () => starts([cli, '--version'])),
    theirs: await median(5, nothing, () => starts(['-e', '0'])),
  }
}
