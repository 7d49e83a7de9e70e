// npm run test:publish: installs a registry beside the tests that publish to it, then runs them.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root, run } from './prepare.mjs'

const folder = join(root, 'test', 'publish')

ensureInstalled()
ensureBuilt()
if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  run('npm', ['ci', '--prefix', folder, '--ignore-scripts', ...quiet], 'installing a registry')
}
run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'test/publish/vitest.config.ts',
  ...process.argv.slice(2),
])
