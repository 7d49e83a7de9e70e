import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { TesseraError, type Diagnostic } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import { CAPSULE_CONDITION, isTestFile, type CapsuleRun } from './capsules.ts'

const CODE = /(?<!\.d)\.[cm]?[jt]sx?$/
const CONFIG = 'tsconfig.json'

/** A file that the compiler reads; all others are packed as they are. */
export function isCode(path: string): boolean {
  return CODE.test(path)
}

export interface CompileOptions {
  /** Also maps from what is emitted to the sources. */
  readonly maps?: boolean
}

/**
 * Emits JavaScript and declarations of all capsules in one program. Type errors do not stop it, for the versions passed
 * their own build when they were tagged: they come back as warnings.
 * @throws TesseraError `COMPILE_FAILED` where the compiler did not run or emitted nothing
 */
export async function compileCapsules(
  workspace: Workspace,
  run: CapsuleRun,
  { maps = false }: CompileOptions = {},
): Promise<readonly Diagnostic[]> {
  const files = run.capsules.flatMap(({ folder, local }) =>
    local.version.files
      .filter((file) => !isTestFile(file) && /\.[cm]?[jt]sx?$/.test(file.relativePath))
      .map((file) => `packages/${folder}/${file.relativePath}`),
  )
  if (!files.some(isCode)) return []
  await writeFile(
    join(run.dir, CONFIG),
    JSON.stringify(config(files, { nodeTypes: hasNodeTypes(run.dir), maps }), null, 2),
  )
  const output = await runCompiler(await findCompiler(workspace.root), run.dir)
  if (!existsSync(join(run.dir, 'dist'))) {
    throw new TesseraError('COMPILE_FAILED', 'the compiler emitted nothing for the components to pack', {
      hint: output.trim().slice(-2000),
      exitCode: 1,
    })
  }
  return parseDiagnostics(output, run)
}

interface Wishes {
  readonly nodeTypes: boolean
  readonly maps: boolean
}

function config(files: readonly string[], { nodeTypes, maps }: Wishes): unknown {
  return {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      types: nodeTypes ? ['node'] : [],
      customConditions: [CAPSULE_CONDITION],
      rootDir: 'packages',
      outDir: 'dist',
      declaration: true,
      ...(maps ? { sourceMap: true, declarationMap: true } : {}),
      allowJs: true,
      resolveJsonModule: true,
      rewriteRelativeImportExtensions: true,
      strict: true,
      skipLibCheck: true,
      newLine: 'lf',
    },
    files,
  }
}

function hasNodeTypes(dir: string): boolean {
  const paths = createRequire(join(dir, 'package.json')).resolve.paths('@types/node') ?? []
  return paths.some((path) => existsSync(join(path, '@types/node')))
}

/** The workspace's TypeScript where it is new enough to rewrite the endings of imports, else the tool's own. */
async function findCompiler(root: string): Promise<string> {
  for (const base of [join(root, 'package.json'), import.meta.url]) {
    const require = createRequire(base)
    const dir = (require.resolve.paths('typescript') ?? [])
      .map((path) => join(path, 'typescript'))
      .find((path) => existsSync(join(path, 'package.json')))
    if (dir === undefined) continue
    const { version } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as { version: string }
    if (Number(version.split('.')[0]) >= 7) return join(dir, 'bin', 'tsc')
  }
  throw new TesseraError('COMPILE_FAILED', 'TypeScript 7 is neither in the workspace nor beside the tool', {
    hint: 'npm install --save-dev typescript@7',
  })
}

function runCompiler(tsc: string, dir: string): Promise<string> {
  const args = [tsc, '-p', CONFIG, '--pretty', 'false']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: dir, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null || typeof error.code === 'number') resolve(`${stdout}${stderr}`)
      else reject(new TesseraError('COMPILE_FAILED', `${dirname(tsc)} did not run: ${error.message}`, { cause: error }))
    })
  })
}

function parseDiagnostics(output: string, run: CapsuleRun): readonly Diagnostic[] {
  const nodes = new Map(run.capsules.map(({ folder, local }) => [folder, local.id]))
  return [...output.matchAll(/^packages\/([^/]+)\/(.+)\((\d+),(\d+)\): error (TS\d+): (.*)$/gm)].map((match) => {
    const [, folder = '', path = '', line, column, code = '', message = ''] = match
    const id = nodes.get(folder)
    return {
      severity: 'warning',
      code,
      message: `${id === undefined ? folder : `${id.scope}/${id.name}@${id.version}`}: ${message}`,
      location: { file: path, line: Number(line), column: Number(column) },
      hint: 'the package was compiled all the same',
    }
  })
}
