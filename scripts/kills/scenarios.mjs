// Workspaces and scopes in the state before a command, and the command that is to be killed.
import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

const binary = join(root, 'scopes', 'ui', 'cli', 'bin', 'tessera.js')
const SCOPE = 'acme.kills'
const NAMES = ['one', 'two', 'three', 'four']

const PLACES = { workspaces: ['owner', 'user'], scopes: ['scope'] }
const RIPPLED = ['base', 'mid', 'app']

/** What is killed: the folder it runs in, and its words; `exact`: the end has the same bytes, however often it was killed. */
export const scenarios = [
  { ...PLACES, name: 'tag', folder: 'owner', words: ['tag', '--skip-tests', '-m', 'second'] },
  { ...PLACES, name: 'export', folder: 'owner', words: ['export'] },
  { ...PLACES, name: 'import', folder: 'user', words: ['import', `${SCOPE}/*`] },
  { ...PLACES, name: 'checkout', folder: 'owner', words: ['checkout', '0.0.1', '*'] },
  { ...PLACES, name: 'merge', folder: 'user', words: ['merge', '--no-snap'] },
  { ...PLACES, name: 'reset', folder: 'owner', words: ['reset', '--all'] },
  { ...PLACES, name: 'gc', folder: 'owner', words: ['gc', '--grace', '0'] },
  { ...PLACES, name: 'gc of a bare scope', folder: 'scope', words: ['gc', '--grace', '0'] },
  {
    name: 'ripple',
    folder: 'owner',
    words: ['ripple', 'acme.mid', 'acme.app'],
    workspaces: ['owner'],
    scopes: RIPPLED,
    exact: true,
  },
]

/** Makes a folder for each of these scenarios below `home`, in the state before it: its workspaces and bare scopes. */
export async function makeTemplates(home, wanted = scenarios) {
  makeQuietNpm(home)
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'), 'junction')
  if (wanted.some(({ name }) => name === 'ripple')) await makeRippled(home, join(home, 'ripple'))
  if (wanted.some(({ name }) => name !== 'ripple')) await makeSingles(home, join(home, 'rig'))
}

async function makeSingles(home, rig) {
  await makeFirstVersions(home, rig)
  change(rig, 2)
  await must(home, rig, 'owner', ['build'])
  const keep = (name) =>
    cpSync(rig, join(home, name), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  keep('tag')
  await must(home, rig, 'owner', ['tag', '--skip-tests', '-m', 'second'])
  keep('export')
  keep('checkout')
  keep('reset')
  await must(home, rig, 'owner', ['export'])
  keep('import')
  await makeDiverged(home, rig)
  keep('merge')
  change(rig, 3)
  await must(home, rig, 'owner', ['tag', '--skip-tests', '-m', 'third'])
  await must(home, rig, 'owner', ['reset', '--all'])
  makeGarbage(rig)
  keep('gc')
  keep('gc of a bare scope')
  rmSync(rig, { recursive: true })
}

/** Runs tessera in a folder of `dir`; killed after `ms`, or before its `at`-th change of the file system. */
export function runTessera(home, dir, { folder, words, ms, at, counts, failAt }) {
  const env = { ...process.env, PATH: `${join(home, 'bin')}:${process.env['PATH']}`, NO_COLOR: '1' }
  // What a killed process leaves there goes with the folder.
  env['TMPDIR'] = join(dir, 'tmp')
  mkdirSync(env['TMPDIR'], { recursive: true })
  if (at !== undefined) env['KILL_AT'] = String(at)
  if (failAt !== undefined) env['FAIL_AT'] = String(failAt)
  if (counts !== undefined) env['KILL_COUNT'] = counts
  const isWatched = [at, counts, failAt].some((each) => each !== undefined)
  const preload = isWatched ? ['--import', join(import.meta.dirname, 'die-at.mjs')] : []
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, [...preload, binary, ...words], { cwd: join(dir, folder), env })
    let output = ''
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    const timer = ms === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), ms)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, killed: signal === 'SIGKILL', output, ms: performance.now() - started })
    })
  })
}

/** Of what lies in three scopes on top of each other, the lowest has a newer version than the others know. */
async function makeRippled(home, rig) {
  const write = (folder, files) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(rig, folder, 'components', name), { recursive: true })
      writeFileSync(join(rig, folder, 'components', name, 'index.ts'), text)
    }
  }
  for (const folder of [...RIPPLED, 'all', 'owner']) mkdirSync(join(rig, folder), { recursive: true })
  for (const name of RIPPLED) await must(home, rig, name, ['init', '--bare', '.', '--name', `acme.${name}`])
  for (const folder of ['all', 'owner']) {
    await must(home, rig, folder, ['init', '--default-scope', 'acme.base'])
    for (const name of RIPPLED) await must(home, rig, folder, ['remote', 'add', `file:../${name}`])
  }
  const upper = (name, from) =>
    `import { ${from.split('.')[1]} as below } from '@acme/${from}'\nexport const ${name} = { ...below, ${name}: 1 }\n`
  write('all', {
    one: 'export const one = { a: 1 }\n',
    two: upper('two', 'base.one'),
    three: upper('three', 'mid.two'),
    four: upper('four', 'mid.two'),
  })
  for (const [name, scope] of Object.entries({ one: 'base', two: 'mid', three: 'app', four: 'app' })) {
    await must(home, rig, 'all', ['add', `components/${name}`, '--scope', `acme.${scope}`])
  }
  await must(home, rig, 'all', ['link'])
  await must(home, rig, 'all', ['tag', '--skip-tests', '-m', 'first'])
  await must(home, rig, 'all', ['export'])
  rmSync(join(rig, 'all'), { recursive: true })
  await must(home, rig, 'owner', ['import', 'acme.base/one'])
  write('owner', { one: 'export const one = { a: 2, b: 3 }\n' })
  await must(home, rig, 'owner', ['tag', '--skip-tests', '-m', 'second'])
  await must(home, rig, 'owner', ['export'])
}

async function makeFirstVersions(home, rig) {
  for (const folder of ['owner', 'user', 'scope']) mkdirSync(join(rig, folder), { recursive: true })
  await must(home, rig, 'scope', ['init', '--bare', '.', '--name', SCOPE])
  for (const folder of ['owner', 'user']) {
    await must(home, rig, folder, ['init', '--default-scope', SCOPE])
    await must(home, rig, folder, ['remote', 'add', 'file:../scope'])
  }
  change(rig, 1)
  for (const name of NAMES) await must(home, rig, 'owner', ['add', `components/${name}`])
  await must(home, rig, 'owner', ['link'])
  await must(home, rig, 'owner', ['tag', '--skip-tests', '-m', 'first'])
  await must(home, rig, 'owner', ['export'])
  await must(home, rig, 'user', ['import', `${SCOPE}/*`])
}

/** What was changed by the user and by the owner of the scope, each in files of their own. */
async function makeDiverged(home, rig) {
  for (const name of NAMES)
    writeFileSync(join(rig, 'user', 'components', name, 'mine.ts'), `export const mine = '${name}'\n`)
  await must(home, rig, 'user', ['snap', '--skip-tests', '-m', 'mine'])
  await must(home, rig, 'user', ['import', '--objects', `${SCOPE}/*`])
}

/** Every component in a new state: files that change, one that comes and one that goes. */
function change(rig, round) {
  for (const [index, name] of NAMES.entries()) {
    const dir = join(rig, 'owner', 'components', name)
    rmSync(join(dir, `only-${round - 1}`), { recursive: true, force: true })
    mkdirSync(join(dir, `only-${round}`), { recursive: true })
    const next = NAMES[index + 1]
    const imported = next === undefined ? '' : `import '@acme/kills.${next}'\n`
    writeFileSync(join(dir, 'index.ts'), `${imported}export const ${name} = ${round}\n`)
    writeFileSync(join(dir, `only-${round}`, 'file.ts'), `export const only = '${name} ${round}'\n`)
    for (let file = 0; file < 4; file += 1) {
      writeFileSync(join(dir, `file-${file}.ts`), `export const value = '${name} ${file} ${round}'\n`)
    }
  }
}

/** Objects that nothing reaches, in the bare scope too: those of the version that was reset. */
function makeGarbage(rig) {
  const objects = join(rig, 'owner', '.bit', 'objects')
  cpSync(objects, join(rig, 'scope', 'objects'), { recursive: true, force: false })
}

/** npm's part of an import is not ours to kill, and takes ten times as long. */
function makeQuietNpm(home) {
  mkdirSync(join(home, 'bin'), { recursive: true })
  writeFileSync(join(home, 'bin', 'npm'), '#!/bin/sh\nexit 0\n')
  chmodSync(join(home, 'bin', 'npm'), 0o755)
}

async function must(home, dir, folder, words) {
  const { code, output } = await runTessera(home, dir, { folder, words })
  if (code !== 0) throw new Error(`tessera ${words.join(' ')} in ${folder} ended with ${code}\n${output}`)
}
