import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageName, type ComponentId } from '@tessera/core.model'
import { scanImports, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'
import { stringsOf } from './package-json.ts'

/** The packages that a node of the workspace wants to find in `node_modules`. */
export interface Needs {
  /** By package name: the component it is known to be, with its version where that is known. */
  readonly components: ReadonlyMap<string, ComponentId>
  /** Every package name, components included. */
  readonly packages: ReadonlySet<string>
}

/**
 * What a node imports or lists. Where packages are not installed (a fresh clone) its files are read again, for then its
 * dependencies do not name them.
 */
export async function needsOf(workspace: Workspace, node: WorkspaceNode): Promise<Needs> {
  const { components, devComponents, packages, devPackages, peerPackages } = node.dependencies
  const known = new Map([...components, ...devComponents].map((dependency) => [dependency.packageName, dependency.id]))
  const names = new Set([...known.keys(), ...Object.keys({ ...packages, ...devPackages, ...peerPackages })])
  if (node.kind === 'consumer') for (const name of await listed(workspace, node)) names.add(name)
  const incomplete = node.issues.some(({ code }) => code === 'MISSING_PACKAGE' || code === 'UNKNOWN_COMPONENT')
  if (incomplete) for (const name of await imported(workspace, node)) names.add(name)
  return { components: known, packages: names }
}

/** Package name of a component, whether a need names it by package or by id. */
export function neededIds(needs: Needs, vendored: ReadonlyMap<string, ComponentId>): readonly ComponentId[] {
  return [...needs.packages].flatMap((name) => {
    const id = vendored.get(name) ?? needs.components.get(name)
    return id?.version === undefined || packageName(id) !== name ? [] : [id]
  })
}

async function listed(workspace: Workspace, node: WorkspaceNode): Promise<readonly string[]> {
  try {
    const text = await readFile(join(workspace.root, node.rootDir, 'package.json'), 'utf8')
    const manifest = JSON.parse(text) as Record<string, unknown>
    return Object.keys({ ...stringsOf(manifest['dependencies']), ...stringsOf(manifest['devDependencies']) })
  } catch {
    return []
  }
}

async function imported(workspace: Workspace, node: WorkspaceNode): Promise<readonly string[]> {
  const names: string[] = []
  for (const { path } of node.files) {
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue
    const text = await readFile(join(workspace.root, node.rootDir, path), 'utf8').catch(() => '')
    for (const { specifier } of scanImports(text, path)) {
      if (!/^[./#]/.test(specifier)) names.push(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
    }
  }
  return names
}
