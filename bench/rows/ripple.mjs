import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { run, tesseraBinary } from '../../scripts/demo/workspace.mjs'
import { measure, median } from '../measure.mjs'
import { graphOf } from '../workspace.mjs'

const RUNS = 3
const SCOPES = 20
const COMPONENTS = 200
/** What versions are recorded in. */
const STATE = ['scopes', 'ws/.bit', 'ws/.bitmap']

/**
 * A new version of one component that 180 others in 20 scopes reach: all are built in a capsule, tagged and exported. The
 * peer does the same from one workspace that holds them all: `tag` with its build, then `export`. The second row is a
 * ripple that finds nothing to do, against a start of Node.
 */
export async function* rippleAcrossScopes() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-bench-ripple-')))
  try {
    const workspace = join(folder, 'ws')
    writeScopes(folder, workspace)
    await ok(run(workspace, ['link']))
    await ok(run(workspace, ['tag', '-m', 'first']))
    await ok(run(workspace, ['export']))
    writeFileSync(
      join(workspace, 'components/p0000/index.ts'),
      sourceOf({ name: 'p0000', dependencies: [] }, '  readonly more?: string\n'),
    )
    await ok(run(workspace, ['tag', 'p0000', '--skip-auto-tag', '--patch']))
    await ok(run(workspace, ['export']))
    for (const part of STATE) cpSync(join(folder, part), join(folder, 'before', part), { recursive: true })
    const scopes = Array.from({ length: SCOPES }, (_, index) => scopeOf(index))
    const ripple = () => measure(process.execPath, [tesseraBinary, 'ripple', ...scopes, '--json'], { cwd: workspace })
    const ours = await median(RUNS, () => restore(folder), ripple)
    yield {
      peer: 'tag-and-export',
      ours,
      theirs: await median(
        RUNS,
        (round) => prepareTag(folder, round),
        () => tagAndExport(workspace),
      ),
    }
    await ripple()
    const start = () => measure(process.execPath, ['-e', '0'], { cwd: workspace })
    yield {
      peer: 'node-e-0 (nothing to do)',
      ours: await median(RUNS, () => undefined, ripple),
      theirs: await median(RUNS, () => undefined, start),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** All that was built is built; the base is edited. */
function prepareTag(folder, round) {
  restore(folder)
  const file = join(folder, 'ws', 'components/p0000/index.ts')
  writeFileSync(file, sourceOf({ name: 'p0000', dependencies: [] }, `  readonly round${round}?: string\n`))
}

function tagAndExport(workspace) {
  const script = '"$0" "$1" tag -m next --json && "$0" "$1" export --json'
  return measure('bash', ['-c', script, process.execPath, tesseraBinary], { cwd: workspace })
}

function restore(folder) {
  for (const part of STATE) {
    rmSync(join(folder, part), { recursive: true, force: true })
    cpSync(join(folder, 'before', part), join(folder, part), { recursive: true })
  }
}

async function ok(running) {
  const { code, stdout, stderr } = await running
  if (code !== 0) throw new Error(`${stdout}${stderr}`.slice(-2000))
}

function writeScopes(folder, workspace) {
  const components = graphOf(COMPONENTS)
  for (const component of components) write(workspace, `components/${component.name}/index.ts`, sourceOf(component))
  const remotes = {}
  for (let index = 0; index < SCOPES; index++) {
    const name = scopeOf(index)
    const lanes = { current: 'main', tracking: [], new: [] }
    write(folder, `scopes/${name}/scope.json`, JSON.stringify({ name, version: '2.2.6', lanes }))
    mkdirSync(join(folder, 'scopes', name, 'objects'), { recursive: true })
    remotes[name] = `file:../scopes/${name}`
  }
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    types: [],
    customConditions: ['source'],
    allowImportingTsExtensions: true,
    noEmit: true,
  }
  write(workspace, 'tsconfig.json', JSON.stringify({ compilerOptions, include: ['components'] }))
  write(
    workspace,
    'package.json',
    JSON.stringify({
      name: 'bench',
      private: true,
      type: 'module',
      workspaces: ['components/*'],
      tessera: { remotes },
    }),
  )
  const settings = { name: 'bench', defaultScope: scopeOf(0), defaultDirectory: 'components/{name}' }
  write(workspace, 'workspace.jsonc', JSON.stringify({ 'teambit.workspace/workspace': settings }))
  const entries = components.map(({ name }) => [
    name,
    { name, scope: '', version: '', defaultScope: homeOf(name), mainFile: 'index.ts', rootDir: `components/${name}` },
  ])
  write(workspace, '.bitmap', JSON.stringify({ ...Object.fromEntries(entries), '$schema-version': '17.0.0' }))
  mkdirSync(join(workspace, 'node_modules'), { recursive: true })
  symlinkSync(join(root, 'node_modules', 'typescript'), join(workspace, 'node_modules', 'typescript'), 'junction')
}

function sourceOf({ name, dependencies }, extra = '') {
  const type = name.toUpperCase()
  const imports = dependencies
    .map((other) => `import { make${other.toUpperCase()}, type ${other.toUpperCase()} } from '${packageOf(other)}'\n`)
    .join('')
  const fields = dependencies.map((other) => `  readonly ${other}: ${other.toUpperCase()}\n`).join('')
  const values = dependencies.map((other) => `, ${other}: make${other.toUpperCase()}(seed + 1)`).join('')
  return `${imports}
/** What ${name} sends. */
export interface ${type} {
  readonly id: string
  readonly amount: number
  readonly status: 'open' | 'paid' | 'shipped'
${fields}${extra}}

export function make${type}(seed: number): ${type} {
  return { id: \`${name}-\${seed}\`, amount: seed * 100, status: seed % 2 === 0 ? 'open' : 'paid'${values} }
}
`
}

function scopeOf(index) {
  return `bench.s${String(index).padStart(2, '0')}`
}

/** Neighbours live in different scopes. */
function homeOf(name) {
  return scopeOf(Number(name.slice(1)) % SCOPES)
}

function packageOf(name) {
  return `@bench/${homeOf(name).slice('bench.'.length)}.${name}`
}

function write(folder, file, text) {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}
