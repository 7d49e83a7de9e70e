import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const program = join(import.meta.dirname, 'node_modules', '.bin', 'bbit')
const finishWriting = join(import.meta.dirname, 'finish-writing.cjs')

/** The real `bit` in one folder; its settings and caches stay in `home`. */
export interface Bit {
  /** What it printed. Its exit code proves nothing: ask what it left on disk. */
  run(...words: string[]): Promise<string>
}

/**
 * `bit` 0.0.30 as npm has it. `BIT_FEATURES=lanes` makes it move the head of a component that it updates; without it, it
 * keeps the head it saw first. Its output goes to a file: what it prints to a pipe is cut where it ends.
 */
export function bitIn(folder: string, home: string): Bit {
  let runs = 0
  mkdirSync(home, { recursive: true })
  return {
    async run(...words) {
      const log = join(home, `run-${process.pid}-${folder.replaceAll('/', '-')}-${++runs}.log`)
      await ended(folder, words, { home, log })
      return stripVTControlCharacters(readFileSync(log, 'utf8'))
    },
  }
}

function ended(cwd: string, words: readonly string[], where: { home: string; log: string }): Promise<void> {
  const log = openSync(where.log, 'w')
  const env = { ...process.env, HOME: where.home, DISABLE_V8_COMPILE_CACHE: '1', CI: '1', BIT_FEATURES: 'lanes' }
  const child = spawn(process.execPath, ['--require', finishWriting, program, ...words], {
    cwd,
    env,
    stdio: ['ignore', log, log],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      closeSync(log)
      resolve()
    })
  })
}

/** A workspace of Bit's, with one remote. */
export async function bitWorkspace(folder: string, home: string, remote: { scope: string; url: string }): Promise<Bit> {
  mkdirSync(folder, { recursive: true })
  const bit = bitIn(folder, home)
  await bit.run('config', 'set', 'analytics_reporting', 'false')
  await bit.run('init', '--harmony')
  const config = {
    'teambit.bit/workspace': { name: 'w', defaultScope: remote.scope, defaultDirectory: 'components' },
    'teambit.bit/dependency-resolver': {
      packageManager: 'teambit.bit/pnpm',
      strictPeerDependencies: false,
      extraArgs: [],
      policy: { dependencies: {} },
    },
    'teambit.bit/variants': { '*': { 'teambit.bit/node': {} } },
  }
  writeFileSync(join(folder, 'workspace.jsonc'), `${JSON.stringify(config, null, 2)}\n`)
  await bit.run('remote', 'add', remote.url)
  return bit
}
