// npm run demo: installs and builds what is missing, then shows the main job on a temporary copy of the workspace.
import { ensureBuilt, ensureInstalled } from './prepare.mjs'

ensureInstalled()
ensureBuilt()
const { demo } = await import('./demo/main.mjs')
process.exitCode = await demo()
