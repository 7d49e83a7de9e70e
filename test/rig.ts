import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { test as base } from 'vitest'
import { borrowPackages, copyWorkspace, tesseraBinary } from '../scripts/demo/workspace.mjs'

export interface Output {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own, and the real binary to run in it. */
export interface Rig {
  /** Absolute; removed when the test is over. */
  readonly root: string
  path(...parts: string[]): string
  read(file: string): string
  write(files: Readonly<Record<string, string>>): void
  /** Replaces a text that must be there. */
  edit(file: string, from: string | RegExp, to: string): void
  /** Runs `tessera` in a folder of the rig. */
  tessera(folder: string, ...words: string[]): Promise<Output>
  /** The same with `--json`, parsed; fails where it ends with another code than 0. */
  json<T>(folder: string, ...words: string[]): Promise<T>
  /** A workspace in a folder of the rig, with the packages of this repository at hand. */
  workspace(folder: string, defaultScope?: string): Promise<void>
  /** A copy of the reference system in a folder of the rig. */
  reference(folder: string): Promise<void>
  /** The same, built: it is built once for each file of tests. */
  builtReference(folder: string): Promise<void>
}

/** vitest's `test` with a rig. */
export const test = base.extend<{ rig: Rig }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixtures that are wanted from the pattern
  rig: async ({}, use) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-test-')))
    try {
      await use(createRig(root))
    } finally {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})

export function createRig(root: string): Rig {
  const rig: Rig = {
    root,
    path: (...parts) => join(root, ...parts),
    read: (file) => readFileSync(join(root, file), 'utf8'),
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, file)), { recursive: true })
        writeFileSync(join(root, file), text)
      }
    },
    edit(file, from, to) {
      const before = rig.read(file)
      const after = before.replace(from, to)
      if (after === before) throw new Error(`${file} has no ${String(from)}`)
      writeFileSync(join(root, file), after)
    },
    tessera: (folder, ...words) => run(join(root, folder), words, root),
    async json(folder, ...words) {
      const output = await rig.tessera(folder, ...words, '--json')
      if (output.code !== 0)
        throw new Error(`tessera ${words.join(' ')} ended with ${output.code}\n${output.stdout}${output.stderr}`)
      return JSON.parse(output.stdout) as never
    },
    async workspace(folder, defaultScope = 'acme.test') {
      mkdirSync(join(root, folder), { recursive: true })
      await rig.json(folder, 'init', '--default-scope', defaultScope)
      borrowPackages(join(import.meta.dirname, '..', 'node_modules'), join(root, folder, 'node_modules'))
    },
    async reference(folder) {
      mkdirSync(join(root, folder), { recursive: true })
      copyWorkspace(join(root, folder))
      await rig.json(folder, 'link')
    },
    async builtReference(folder) {
      const options = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true }
      cpSync(await (template ??= buildTemplate()), join(root, folder), options)
      await rig.json(folder, 'link')
    },
  }
  return rig
}

let template: Promise<string> | undefined

async function buildTemplate(): Promise<string> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-template-')))
  process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const rig = createRig(root)
  await rig.reference('shop')
  await rig.json('shop', 'build')
  return join(root, 'shop')
}

/** Output as a person sees it, with the rig's own folder left out. */
function run(cwd: string, words: readonly string[], root: string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      NO_COLOR: '1',
      HOME: root,
      npm_config_cache: process.env['npm_config_cache'] ?? defaultCache(),
    }
    const child = spawn(process.execPath, [tesseraBinary, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' }
    child.stdout.on('data', (data: Buffer) => (chunks.stdout += String(data)))
    child.stderr.on('data', (data: Buffer) => (chunks.stderr += String(data)))
    child.once('error', reject)
    child.once('close', (code) => {
      const clean = (text: string): string => stripVTControlCharacters(text).replaceAll(root, '<rig>')
      resolve({ code, stdout: clean(chunks.stdout), stderr: clean(chunks.stderr) })
    })
  })
}

function defaultCache(): string {
  return join(process.env['HOME'] ?? tmpdir(), '.npm')
}
