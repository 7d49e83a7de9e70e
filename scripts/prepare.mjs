// What every script needs first: the packages of npm, and the tool built from its sources. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const scopes = join(root, 'scopes')
const stamps = join(root, 'node_modules', '.cache', 'tessera')

/** Installs from the lock file, unless what is installed was installed from this very lock file. */
export function ensureInstalled() {
  const lock = hash([readFileSync(join(root, 'package-lock.json'))])
  if (readStamp('installed') === lock && existsSync(join(root, 'node_modules', '.package-lock.json'))) return
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], 'installing packages')
  writeStamp('installed', lock)
}

/** Emits `scopes/` into the `dist/` of each package, unless no source changed since it was last done. */
export function ensureBuilt() {
  const sources = walk(scopes).filter((file) => /\.(ts|json)$/.test(file))
  const state = hash(
    [...sources, join(root, 'tsconfig.json'), join(root, 'scripts', 'bundle.mjs')].map(
      (file) => `${file}\0${readFileSync(file)}`,
    ),
  )
  if (readStamp('built') === state && packages().every((dir) => existsSync(join(dir, 'dist')))) return
  build()
  writeStamp('built', state)
}

export function build() {
  mkdirSync(stamps, { recursive: true })
  const out = mkdtempSync(join(stamps, 'out-'))
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    run(process.execPath, [tsc, '-p', join(scopes, 'tsconfig.json'), '--outDir', out], 'building the tool')
    run(process.execPath, [join(root, 'scripts', 'bundle.mjs'), out])
    for (const dir of packages()) {
      swapIn(join(out, relative(scopes, dir)), join(dir, 'dist'))
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** Puts a folder in the place of another; who runs from the old one finds it gone for an instant only. */
function swapIn(from, to) {
  const [next, last] = [`${to}.next`, `${to}.last`]
  for (const left of [next, last]) rmSync(left, { recursive: true, force: true })
  if (existsSync(from)) cpSync(from, next, { recursive: true })
  if (existsSync(to)) renameSync(to, last)
  if (existsSync(next)) renameSync(next, to)
  rmSync(last, { recursive: true, force: true })
}

/** Runs a program with the terminal as its own; ends this process with its exit code when it fails. */
export function run(command, args, label) {
  if (label) process.stderr.write(`${label} …\n`)
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (result.error) throw result.error
  if (result.status !== 0) process.exit(result.status ?? 1)
}

/** Folders of the packages of the tool. */
export function packages() {
  return readdirSync(scopes, { withFileTypes: true })
    .filter((scope) => scope.isDirectory())
    .flatMap((scope) => readdirSync(join(scopes, scope.name)).map((name) => join(scopes, scope.name, name)))
    .filter((dir) => existsSync(join(dir, 'package.json')))
}

function walk(dir) {
  return readdirSync(dir, { recursive: true })
    .map((file) => join(dir, String(file)))
    .filter((file) => !/(^|[\\/])(dist|node_modules)[\\/]/.test(relative(dir, file)) && statSync(file).isFile())
    .map((file) => file.split(sep).join('/'))
    .sort()
}

function hash(parts) {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('hex')
}

function readStamp(name) {
  const file = join(stamps, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true })
  writeFileSync(join(stamps, name), value)
}
