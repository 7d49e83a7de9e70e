import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic, Event } from '@tessera/core.model'
import { packageName, parseComponentId } from '@tessera/core.model'
import { loadNodes, openWorkspace, writeManifests } from '@tessera/workspace.files'
import type { Workspace } from '@tessera/workspace.files'
import { createEngine } from './engine.ts'
import type { BuildOptions, BuildResult, GenerateOptions, GenerateResult } from './types.ts'

/** Of tests: a real workspace in a temporary folder, built with the real compiler. */
export interface Rig {
  readonly root: string
  readonly events: Event[]
  write(files: Readonly<Record<string, string | undefined>>): void
  read(path: string): string
  exists(path: string): boolean
  build(options?: BuildOptions): Promise<BuildResult>
  generate(options?: GenerateOptions): Promise<GenerateResult>
  dispose(): Promise<void>
}

const repository = join(dirname(fileURLToPath(import.meta.url)), '../../..')

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: [],
    noEmit: true,
    customConditions: ['source'],
    allowImportingTsExtensions: true,
    strict: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  },
}

export interface RigOptions {
  /** Package names, linked from the repository's own node_modules. */
  readonly packages?: readonly string[]
  /** Main files of component folders; `contract.ts` or `index.ts` if absent. */
  readonly main?: Readonly<Record<string, string>>
}

/** `components`: id to folder below `components/`. `files` are relative to the workspace. */
export function createRig(
  components: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  options: RigOptions = {},
): Rig {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-build-')))
  const engine = createEngine()
  const events: Event[] = []
  const write: Rig['write'] = (changes) => {
    for (const [path, content] of Object.entries(changes)) {
      if (content === undefined) {
        rmSync(join(root, path))
        continue
      }
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
    }
  }
  write({
    'workspace.jsonc': '{ "teambit.workspace/workspace": { "defaultScope": "acme.x" } }',
    'package.json': '{ "type": "module", "private": true }',
    'tsconfig.json': JSON.stringify(TSCONFIG),
    '.bitmap': bitmap(components, files, options.main),
    ...files,
  })
  for (const [id, folder] of Object.entries(components)) {
    mkdirSync(join(root, 'components', folder), { recursive: true })
    link(join(root, 'components', folder), join(root, 'node_modules', packageName(parseComponentId(id))))
  }
  for (const name of options.packages ?? [])
    link(join(repository, 'node_modules', name), join(root, 'node_modules', name))
  let opened = false
  const open = async (): Promise<Workspace> => {
    const workspace = await openWorkspace(root)
    if (!opened) await writeManifests(workspace, await loadNodes(workspace))
    opened = true
    return workspace
  }
  return {
    root,
    events,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    exists: (path) => existsSync(join(root, path)),
    build: async (build = {}) => engine.build(await open(), build, (event) => events.push(event)),
    generate: async (build = {}) => engine.generate(await open(), build, (event) => events.push(event)),
    async dispose() {
      await engine.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** `key status` of every node that was looked at. */
export function statuses(result: BuildResult): readonly string[] {
  return result.nodes.filter(({ status }) => status !== 'untouched').map(({ key, status }) => `${key} ${status}`)
}

/** `file:line code message`, first lines only. */
export function findings(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, message, location }) => {
    const place =
      location === undefined ? '' : `${location.file}${location.line === undefined ? '' : `:${location.line}`} `
    return `${place}${code} ${message.split('\n')[0]}`
  })
}

function bitmap(
  components: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  main: RigOptions['main'] = {},
): string {
  const entries = Object.entries(components).map(([id, folder]) => {
    const { scope, name } = parseComponentId(id)
    const entry = {
      name,
      scope: '',
      version: '',
      defaultScope: scope,
      mainFile: main[folder] ?? mainFile(folder, files),
      rootDir: `components/${folder}`,
    }
    return [name, entry]
  })
  return JSON.stringify({ ...Object.fromEntries(entries), '$schema-version': '17.0.0' }, undefined, 4)
}

function mainFile(folder: string, files: Readonly<Record<string, string>>): string {
  return `components/${folder}/contract.ts` in files ? 'contract.ts' : 'index.ts'
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(realpathSync(target), path, 'junction')
}
