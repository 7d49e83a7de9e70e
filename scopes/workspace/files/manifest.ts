import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileChange } from '@tessera/core.disk'
import { isRecord, packageVersion, TesseraError } from '@tessera/core.model'
import { isDevFile } from './dev-files.ts'
import { formatJson } from './json-text.ts'
import { parseJsonc } from './jsonc.ts'
import type { ComponentDependency, ComponentNode, Workspace, WorkspaceNode } from './types.ts'
import { writeAtomic } from './write-atomic.ts'

export interface ManifestPlan {
  /** Relative to the workspace, forward slashes. */
  readonly path: string
  readonly content: string
}

/**
 * The generated package.json of a component. Keys written by hand that Tessera does not own are kept, where they are.
 * @throws TesseraError `INVALID_PACKAGE_JSON` where the present one cannot be read
 */
export function planManifest(workspace: Workspace, component: ComponentNode): ManifestPlan {
  const path = `${component.rootDir}/package.json`
  const text = readText(join(workspace.root, path))
  const present = text === undefined ? {} : parseJsonc({ file: path, text, code: 'INVALID_PACKAGE_JSON', strict: true })
  if (!isRecord(present))
    throw new TesseraError('INVALID_PACKAGE_JSON', `${path} is no object`, { location: { file: path } })
  const kept = Object.entries(present).filter(([key]) => !OWNED.has(key))
  return { path, content: formatJson({ ...head(component), ...Object.fromEntries(kept), ...tail(component) }) }
}

/**
 * Writes the manifests whose text changes, each all or nothing; answers their paths. Consumers, and components whose
 * folder is gone, are skipped.
 */
export async function writeManifests(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
): Promise<readonly string[]> {
  const plans = changedManifests(workspace, nodes)
  for (const { path, content } of plans) writeAtomic(join(workspace.root, path), content, { fsync: false })
  return plans.map(({ path }) => path)
}

/** The manifests whose text changes, to be written with other files all or none. */
export function planManifests(workspace: Workspace, nodes: readonly WorkspaceNode[]): readonly FileChange[] {
  return changedManifests(workspace, nodes).map(({ path, content }) => ({
    path: join(workspace.root, path),
    data: content,
  }))
}

function changedManifests(workspace: Workspace, nodes: readonly WorkspaceNode[]): readonly ManifestPlan[] {
  return nodes
    .filter((node) => node.kind === 'component')
    .filter((node) => node.files.length > 0)
    .map((node) => planManifest(workspace, node))
    .filter(({ path, content }) => readText(join(workspace.root, path)) !== content)
}

const OWNED = new Set([
  'name',
  'version',
  'type',
  'componentId',
  'exports',
  'files',
  'dependencies',
  'devDependencies',
  'peerDependencies',
])

function head({ packageName, id }: ComponentNode): Record<string, unknown> {
  return { name: packageName, version: packageVersion(id.version) }
}

function tail(component: ComponentNode): Record<string, unknown> {
  const { components, devComponents, packages, peerPackages } = component.dependencies
  const groups = {
    dependencies: { ...packages, ...anyVersion(components) },
    devDependencies: anyVersion(devComponents),
    peerDependencies: peerPackages,
  }
  return {
    type: 'module',
    componentId: component.id,
    exports: exportsOf(component),
    files: shippedFiles(component),
    ...Object.fromEntries(
      Object.entries(groups)
        .filter(([, group]) => Object.keys(group).length > 0)
        .map(([key, group]) => [key, sortKeys(group)]),
    ),
  }
}

/** The workspace, and `vendor/`, say which version; a range here would send npm to a registry that has none. */
function anyVersion(dependencies: readonly ComponentDependency[]): Record<string, string> {
  return Object.fromEntries(dependencies.map(({ packageName }) => [packageName, '*']))
}

function exportsOf(component: ComponentNode): Record<string, unknown> {
  return {
    '.': entryPoint(component.mainFile),
    ...(hasDocument(component) ? { './contract.json': './contract.json' } : {}),
    './package.json': './package.json',
  }
}

const TYPESCRIPT = /(?<!\.d)\.([cm]?)tsx?$/

function entryPoint(mainFile: string): unknown {
  if (!TYPESCRIPT.test(mainFile)) return `./${mainFile}`
  const built = (extension: string): string =>
    `./dist/${mainFile.replace(TYPESCRIPT, `.${extension.replace('*', '$1')}`)}`
  return { source: `./${mainFile}`, types: built('d.*ts'), default: built('*js') }
}

/** What the compiler writes; without one, the sources themselves. */
function shippedFiles(component: ComponentNode): readonly string[] {
  if (TYPESCRIPT.test(component.mainFile)) return hasDocument(component) ? ['dist', 'contract.json'] : ['dist']
  return component.files.map(({ path }) => path).filter((path) => !isDevFile(path))
}

function hasDocument(component: ComponentNode): boolean {
  return component.files.some(({ path }) => path === 'contract.json')
}

function sortKeys(group: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(group).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
