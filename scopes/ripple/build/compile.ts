import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import type { EffectiveOptions } from './compiler-options.ts'
import { temporaryDir } from './home.ts'
import { isCompiled } from './node-facts.ts'
import type { NodeFacts } from './node-facts.ts'
import { parseCompilerOutput } from './parse-diagnostics.ts'
import type { CompilerMessage } from './parse-diagnostics.ts'
import type { Compiler } from './typescript.ts'

/** One program: some nodes by their sources, what they import by its declarations. */
export interface Program {
  readonly root: string
  readonly compiler: Compiler
  readonly options: EffectiveOptions
  readonly sources: readonly NodeFacts[]
  readonly declared: readonly NodeFacts[]
  readonly signal?: AbortSignal | undefined
}

export interface Compiled {
  /** To be removed by the caller. */
  readonly dir: string
  /** Holds what was emitted, laid out as the workspace is. */
  readonly outDir: string
  readonly messages: readonly CompilerMessage[]
  readonly ms: number
}

/** Type-checks and emits a program with one run of the compiler. Nothing of the workspace is written. */
export async function compile(program: Program): Promise<Compiled> {
  const started = performance.now()
  const dir = temporaryDir(program.root)
  const config = join(dir, 'tsconfig.json')
  const files = sourceFiles(program)
  // An empty program is an error to the compiler: nodes may hold nothing but data.
  if (files.length === 0) return { dir, outDir: join(dir, 'out'), messages: [], ms: performance.now() - started }
  writeFileSync(config, JSON.stringify(tsconfig(program, dir, files)))
  const { output, code } = await run(program, ['-p', config, '--pretty', 'false'])
  const messages = parseCompilerOutput(output)
  if (code !== 0 && messages.length === 0) {
    throw new TesseraError('COMPILER_FAILED', `the TypeScript compiler ended with ${code}: ${output.slice(0, 2000)}`, {
      exitCode: 3,
    })
  }
  return { dir, outDir: join(dir, 'out'), messages, ms: performance.now() - started }
}

/** Absolute. */
function sourceFiles({ root, options, sources }: Program): readonly string[] {
  return sources.flatMap(({ node }) =>
    node.files.flatMap((file) => (isCompiled(file.path, options) ? [join(root, node.rootDir, file.path)] : [])),
  )
}

function tsconfig({ root, options, sources, declared }: Program, dir: string, files: readonly string[]): object {
  const from = (path: string): string => {
    const result = relative(dir, path).split(sep).join('/')
    return result.startsWith('.') ? result : `./${result}`
  }
  const paths: Record<string, readonly string[]> = {}
  for (const [name, targets] of Object.entries(options.paths)) paths[name] = targets.map(from)
  for (const [facts, target] of [
    ...declared.map((item) => [item, 'types'] as const),
    ...sources.map((item) => [item, 'source'] as const),
  ]) {
    for (const entry of facts.manifest.entries) {
      const name = `${facts.node.packageName}${entry.subpath.slice(1)}`
      paths[name] = [from(join(root, facts.node.rootDir, entry[target]))]
    }
  }
  const typeRoots = ownTypeRoots(root, sources)
  return {
    compilerOptions: {
      ...options.compilerOptions,
      ...(typeRoots.length === 0 ? {} : { typeRoots: [...typeRoots, from(join(root, 'node_modules/@types'))] }),
      paths,
      rootDir: from(root),
      outDir: './out',
    },
    files: files.map(from),
  }
}

function ownTypeRoots(root: string, sources: readonly NodeFacts[]): readonly string[] {
  return sources
    .filter(({ node }) => node.kind === 'consumer')
    .map(({ node }) => join(root, node.rootDir, 'node_modules/@types'))
    .filter((path) => existsSync(path))
}

async function run(program: Program, args: readonly string[]): Promise<{ output: string; code: number | null }> {
  const { command, args: first } = program.compiler
  const child = spawn(command, [...first, ...args], {
    cwd: program.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal: program.signal,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(program.signal?.aborted === true ? program.signal.reason : error))
    child.on('close', (code) => resolve({ output: Buffer.concat(chunks).toString('utf8'), code }))
  })
}
