// npm run demo: installs and builds what is missing, then shows the main job on a temporary copy of the workspace, and
// the reference system at work. npm run demo -- system: the system only; --broker <url>: the system on that broker.
import { parseArgs } from 'node:util'
import { ensureBuilt, ensureInstalled } from './prepare.mjs'

const { values, positionals } = parseArgs({ options: { broker: { type: 'string' } }, allowPositionals: true })
const [part] = positionals
if (part !== undefined && part !== 'system' && part !== 'ripple') {
  console.error(`there is no "${part}" to show\n  next: npm run demo -- system, or npm run demo -- ripple`)
  process.exit(2)
}

ensureInstalled()
ensureBuilt()
const { broker } = values
if (part === 'system' || broker !== undefined) {
  const { demoSystem } = await import('./demo/system.mjs')
  process.exitCode = await demoSystem({ broker })
} else {
  const { demo } = await import('./demo/main.mjs')
  process.exitCode = await demo({ system: part !== 'ripple' })
}
