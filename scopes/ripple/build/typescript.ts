import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TesseraError } from '@tessera/core.model'

/** How to start a compiler without a shell. */
export interface Compiler {
  readonly version: string
  readonly command: string
  /** Before the compiler's own arguments. */
  readonly args: readonly string[]
}

/**
 * The TypeScript of the workspace, else the one installed with Tessera.
 * @throws TesseraError `NO_TYPESCRIPT`
 */
export function findCompiler(root: string): Compiler {
  for (const from of [join(root, 'package.json'), fileURLToPath(import.meta.url)]) {
    const compiler = compilerSeenFrom(from)
    if (compiler !== undefined) return compiler
  }
  throw new TesseraError('NO_TYPESCRIPT', 'there is no TypeScript to check with', {
    hint: 'npm install --save-dev typescript',
  })
}

function compilerSeenFrom(from: string): Compiler | undefined {
  try {
    const manifest = createRequire(from).resolve('typescript/package.json')
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    return native(manifest, version) ?? { version, command: process.execPath, args: [scriptOf(manifest)] }
  } catch {
    return undefined
  }
}

/** TypeScript 7 is an executable in a package of its own per platform. */
function native(manifest: string, version: string): Compiler | undefined {
  if (Number.parseInt(version, 10) < 7) return undefined
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const command = join(dirname(createRequire(manifest).resolve(platform)), 'lib', `tsc${suffix}`)
  if (!existsSync(command)) return undefined
  // Each checker builds the global types anew: more of them than cores only cost.
  return { version, command, args: ['--checkers', String(Math.min(4, availableParallelism()))] }
}

function scriptOf(manifest: string): string {
  return join(dirname(manifest), 'bin', 'tsc')
}
