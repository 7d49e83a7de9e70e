// npm run test:interop: installs the real bit beside the tests that need it (some minutes the first time), then runs them.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root, run } from './prepare.mjs'

const folder = join(root, 'test', 'interop')

ensureInstalled()
ensureBuilt()
if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  run('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--legacy-peer-deps', ...quiet], 'installing bit')
}
run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'test/interop/vitest.config.ts',
  ...process.argv.slice(2),
])
