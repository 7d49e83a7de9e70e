// npm run check: types, lint, format, then every test.
import { ensureInstalled, run } from './prepare.mjs'

ensureInstalled()
const node = (file, ...args) => run(process.execPath, [`node_modules/${file}`, ...args], file)
node('typescript/bin/tsc', '-p', 'tsconfig.json')
node('oxlint/bin/oxlint', '--deny-warnings')
node('oxfmt/bin/oxfmt', '--check', '.')
await import('./test.mjs')
