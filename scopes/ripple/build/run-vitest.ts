import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TesseraError } from '@tessera/core.model'
import { writeEnsured } from './disk.ts'
import { temporaryDir, tesseraDir } from './home.ts'
import { configFiles } from './test-keys.ts'

export interface Vitest {
  readonly version: string
  readonly script: string
}

/** One test file in vitest's JSON report. */
export interface FileReport {
  /** Absolute. */
  readonly name: string
  readonly status: string
  /** Why the file as a whole failed. */
  readonly message: string
  readonly startTime: number
  readonly endTime: number
  readonly assertionResults: readonly {
    readonly fullName: string
    readonly status: string
    readonly failureMessages?: readonly string[] | null
  }[]
}

/**
 * The vitest of the workspace, else the one installed with Tessera.
 * @throws TesseraError `NO_VITEST`
 */
export function findVitest(root: string): Vitest {
  for (const from of [join(root, 'package.json'), fileURLToPath(import.meta.url)]) {
    try {
      const manifest = createRequire(from).resolve('vitest/package.json')
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
      return { version, script: join(dirname(manifest), 'vitest.mjs') }
    } catch {
      // Not seen from there.
    }
  }
  throw new TesseraError('NO_VITEST', 'there is no vitest to run the tests with', {
    hint: 'npm install --save-dev vitest',
  })
}

export interface RunOptions {
  readonly root: string
  /** Relative to the workspace. */
  readonly files: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Runs test files in one vitest process, with the configuration of the workspace where it has one. */
export async function runVitest(vitest: Vitest, { root, files, signal }: RunOptions): Promise<readonly FileReport[]> {
  const dir = temporaryDir(root)
  const report = join(dir, 'report.json')
  const config = configFiles(root).length > 0 ? [] : ['--config', ownConfig(root)]
  const args = [
    'run',
    '--root',
    root,
    ...config,
    '--reporter=json',
    `--outputFile=${report}`,
    '--passWithNoTests',
    ...files,
  ]
  try {
    const said = await run([vitest.script, ...args], root, signal)
    if (!existsSync(report)) {
      throw new TesseraError('TEST_RUNNER_FAILED', `vitest ended without a report: ${said}`, { exitCode: 1 })
    }
    return (JSON.parse(readFileSync(report, 'utf8')) as { testResults: FileReport[] }).testResults
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Components run from their sources, as they do in a workspace with a configuration of its own. */
function ownConfig(root: string): string {
  const path = join(tesseraDir(root), 'vitest.config.mjs')
  writeEnsured(path, `export default { ssr: { resolve: { conditions: ['source'] } } }\n`)
  return path
}

async function run(args: readonly string[], root: string, signal: AbortSignal | undefined): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^VITEST|^TEST$/.test(name)))
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
  })
  let said = ''
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-4000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(signal?.aborted === true ? signal.reason : error))
    child.on('close', () => resolve(said))
  })
}
