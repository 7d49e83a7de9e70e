// A temporary copy of this workspace that borrows the packages installed here, and the `tessera` binary to drive it.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../prepare.mjs'

export const tesseraBinary = join(root, 'scopes', 'ui', 'cli', 'bin', 'tessera.js')

export function temporaryFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-demo-')))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** What a person would have cloned, less the tool's own sources. */
export function copyWorkspace(folder) {
  const parts = [
    'workspace.jsonc',
    '.bitmap',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'vitest.config.ts',
    '.gitignore',
  ]
  for (const part of [...parts, 'components', 'consumers']) {
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: isSource })
  }
  borrowPackages(join(root, 'node_modules'), join(folder, 'node_modules'))
}

/** Runs `tessera` and hands back what it printed; its words on the error stream go to `log`. */
export function run(folder, args, log = () => undefined) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tesseraBinary, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => {
      stderr += data
      log(String(data))
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Starts a service and waits for the address it prints. */
export function startService(folder, env) {
  const child = spawn(process.execPath, [join(folder, 'dist', 'main.js')], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      const url = /http:\/\/\S+/.exec(String(data))?.[0]
      if (url) resolve({ url, stop: () => stop(child) })
    })
    child.once('exit', (code) => reject(new Error(`${basename(folder)} ended with ${code}`)))
  })
}

function stop(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}

function isSource(path) {
  return !['node_modules', 'dist', '.tessera'].includes(basename(path))
}

/** Links every third-party and `@tessera` package; those of components and consumers are linked by `tessera link`. */
export function borrowPackages(from, to) {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') || name === '@acme') continue
    if (!name.startsWith('@')) symlinkSync(realpathSync(join(from, name)), join(to, name), 'junction')
    else borrowPackages(join(from, name), join(to, name))
  }
}
