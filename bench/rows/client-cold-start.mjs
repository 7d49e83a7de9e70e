import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyWorkspace, run } from '../../scripts/demo/workspace.mjs'
import { root } from '../../scripts/prepare.mjs'
import { measure, median } from '../measure.mjs'

/** Importing each generated client of the reference system against importing undici alone; then what checks weigh. */
export async function* clientColdStart() {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'))
  try {
    copyWorkspace(folder)
    for (const command of ['link', 'build']) {
      const { code, stderr } = await run(folder, [command])
      if (code !== 0) throw new Error(`tessera ${command}: ${stderr}`)
    }
    const theirs = await imports(root, 'undici')
    for (const contract of ['orders-api', 'payment-jobs', 'courier-link', 'order-events']) {
      const ours = await imports(folder, `./components/${contract}/client/dist/index.js`)
      yield { peer: `undici client=${contract}`, ours, theirs }
      yield { line: sizesOf(folder, contract) }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Ten starts a run: one is only some ticks long. */
function imports(cwd, specifier) {
  const script = `for i in $(seq 10); do "$0" --input-type=module -e "import('${specifier}')"; done`
  return median(
    5,
    () => undefined,
    () => measure('bash', ['-c', script, process.execPath], { cwd }),
  )
}

function sizesOf(folder, contract) {
  const at = join(folder, 'components', contract)
  const { slots } = JSON.parse(readFileSync(join(at, 'contract', 'contract.json'), 'utf8'))
  const kb = (statSync(join(at, 'client', 'dist', 'checks.js')).size / 1024).toFixed(1)
  return `client=${contract} checks_kb=${kb} slots=${slots.length} kb_per_slot=${(kb / slots.length).toFixed(2)}`
}
