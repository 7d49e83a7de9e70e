import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { WorkspaceNode } from '@tessera/workspace.files'
import ts from 'typescript6'

/** Sources of a workspace as the compiler sees them, with some files other than they are on the disk. */
export interface ProjectOptions {
  /** Absolute. */
  readonly root: string
  readonly nodes: readonly WorkspaceNode[]
  /** Absolute, of the tsconfig.json that says how. */
  readonly config: string
  /** Absolute paths of the files to look into. */
  readonly files: readonly string[]
  /** Absolute path to text; undefined where the file is gone. */
  readonly overlay: ReadonlyMap<string, string | undefined>
}

/** A language service over sources: components are found in the workspace, whether they are linked or built or not. */
export function openProject(options: ProjectOptions): ts.LanguageService {
  const { root, files, overlay } = options
  const compilerOptions = readOptions(options.config)
  const main = mainFiles(options)
  const cache = ts.createModuleResolutionCache(root, (name) => name, compilerOptions)
  const readFile = (path: string): string | undefined => (overlay.has(path) ? overlay.get(path) : ts.sys.readFile(path))
  const fileExists = (path: string): boolean =>
    overlay.has(path) ? overlay.get(path) !== undefined : ts.sys.fileExists(path)

  function resolve(name: string, from: string, mode: ts.ResolutionMode): ts.ResolvedModuleWithFailedLookupLocations {
    const own = main.get(name)
    if (own !== undefined) return { resolvedModule: { resolvedFileName: own, extension: ts.Extension.Ts } }
    return ts.resolveModuleName(
      name,
      from,
      compilerOptions,
      { ...ts.sys, readFile, fileExists },
      cache,
      undefined,
      mode,
    )
  }

  return ts.createLanguageService({
    getCompilationSettings: () => compilerOptions,
    getScriptFileNames: () => [...files],
    getScriptVersion: () => '1',
    getScriptSnapshot(path) {
      const text = readFile(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    readFile,
    fileExists,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    resolveModuleNameLiterals: (literals, from, _redirect, settings, file) =>
      literals.map((literal) => resolve(literal.text, from, ts.getModeForUsageLocation(file, literal, settings))),
  })
}

/** The tsconfig.json that a node is compiled by: its own where a consumer has one, else that of the workspace. */
export function configOf(root: string, node: WorkspaceNode): string {
  const own = join(root, node.rootDir, 'tsconfig.json')
  return node.kind === 'consumer' && existsSync(own) ? own : join(root, 'tsconfig.json')
}

/** As the build takes them: where output goes is nobody's business here. */
function readOptions(config: string): ts.CompilerOptions {
  const host = { ...ts.sys, readDirectory: () => [] }
  const text = ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config as unknown
  const { options } = ts.parseJsonConfigFileContent(text ?? {}, host, dirname(config))
  return { ...DEFAULTS, ...options, ...OURS }
}

const DEFAULTS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
}
const OURS: ts.CompilerOptions = {
  allowImportingTsExtensions: true,
  composite: false,
  declaration: false,
  incremental: false,
  noEmit: true,
  skipLibCheck: true,
}

/** Package name of each component to its main file. */
function mainFiles({ root, nodes }: ProjectOptions): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap((node) =>
      node.kind === 'component' ? [[node.packageName, join(root, node.rootDir, node.mainFile)] as const] : [],
    ),
  )
}
