import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { measure, median } from '../measure.mjs'
import { edits, nativeCompiler, writeWorkspace } from '../workspace.mjs'

const RUNS = 3
const SIZES = [200, 1000]
const SCENARIOS = ['cold', 'cached', 'leaf', 'base', 'comment']

const tessera = join(root, 'scopes', 'ui', 'cli', 'bin', 'tessera.js')
const turbo = join(root, 'bench', 'node_modules', '.bin', 'turbo')

const tools = {
  tessera: (folder) => measure(process.execPath, [tessera, 'build', '--json'], { cwd: folder }),
  tsc: (folder) => measure(nativeCompiler(), ['-b'], { cwd: folder }),
  turbo: (folder) =>
    measure(turbo, ['run', 'build', '--no-daemon', '--output-logs=errors-only', '--cache-dir=.turbo/cache'], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        TURBO_TELEMETRY_DISABLED: '1',
        CI: '1',
      },
    }),
}

/** `build-<scenario>-<size>`: nothing built, nothing changed, one leaf, a field in the base, a comment in the base. */
export const buildRows = Object.fromEntries(
  SCENARIOS.flatMap((scenario) => SIZES.map((size) => [`build-${scenario}-${size}`, () => buildRow(scenario, size)])),
)

async function* buildRow(scenario, size) {
  const ours = await timed('tessera', scenario, size)
  for (const peer of ['tsc', 'turbo']) {
    yield { peer: peer === 'tsc' ? 'tsc-b' : peer, ours, theirs: await timed(peer, scenario, size) }
  }
}

async function timed(tool, scenario, size) {
  if (scenario === 'cold') return timedCold(tool, size)
  const folder = await builtWorkspace(tool, size)
  const before = (round) => edits[scenario]?.(folder, size, `${scenario}${round}`)
  return median(RUNS, before, () => tools[tool](folder))
}

async function timedCold(tool, size) {
  const folder = temporaryFolder(tool)
  return median(
    RUNS,
    () => writeWorkspace(folder, size, tool),
    () => tools[tool](folder),
  )
}

const built = new Map()

/** One workspace serves all rows of a run: each row leaves it built. */
async function builtWorkspace(tool, size) {
  const key = `${tool} ${size}`
  if (!built.has(key)) {
    const folder = temporaryFolder(tool)
    writeWorkspace(folder, size, tool)
    await tools[tool](folder)
    built.set(key, folder)
  }
  return built.get(key)
}

function temporaryFolder(tool) {
  const folder = mkdtempSync(join(tmpdir(), `tessera-bench-${tool}-`))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
