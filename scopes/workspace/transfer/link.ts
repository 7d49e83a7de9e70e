import { lstat, mkdir, readFile, readlink, rm, symlink, unlink } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { isRecord } from '@tessera/core.model'
import { writeManifests, type Workspace, type WorkspaceNode } from '@tessera/workspace.files'

export interface LinkResult {
  /** Key of the node. */
  readonly node: string
  readonly packageName: string
  /** Relative to the workspace: `node_modules/@acme/orders.orders-api.types`. */
  readonly path: string
  /** `blocked`: something stands there that was not generated, or the name is none that npm allows. */
  readonly status: 'linked' | 'unchanged' | 'blocked'
}

const PACKAGE_NAME = /^(@[a-z0-9_~-][a-z0-9._~-]*\/)?[a-z0-9_~-][a-z0-9._~-]*$/i

/**
 * Makes `node_modules/<package>` of every component and consumer a link to its folder, as npm would, and brings the
 * generated manifests up to date. A directory that npm or Tessera did not put there is left alone and reported.
 */
export async function linkWorkspace(
  workspace: Workspace,
  nodes: readonly WorkspaceNode[],
): Promise<readonly LinkResult[]> {
  await writeManifests(workspace, nodes)
  const results: LinkResult[] = []
  for (const node of nodes) {
    const path = `node_modules/${node.packageName}`
    const status = await linkNode(workspace.root, path, node)
    results.push({ node: node.key, packageName: node.packageName, path, status })
  }
  return results
}

async function linkNode(root: string, path: string, node: WorkspaceNode): Promise<LinkResult['status']> {
  if (!PACKAGE_NAME.test(node.packageName)) return 'blocked'
  const link = join(root, path)
  const target = join(root, node.rootDir)
  const found = await lstat(link).catch(() => undefined)
  if (found?.isSymbolicLink() === true) {
    if (resolve(dirname(link), await readlink(link)) === target) return 'unchanged'
    await unlink(link)
  } else if (found !== undefined) {
    if (!(await wasGenerated(link))) return 'blocked'
    await rm(link, { recursive: true })
  }
  await mkdir(dirname(link), { recursive: true })
  await makeLink(target, link)
  return 'linked'
}

/** A package with a `componentId` is what npm unpacked from `vendor/`, or what Bit made: both can be made again. */
async function wasGenerated(dir: string): Promise<boolean> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
    return isRecord(manifest) && isRecord(manifest['componentId'])
  } catch {
    return false
  }
}

/** Windows lets everyone make junctions, which are absolute, but not symbolic links. */
export async function makeLink(target: string, link: string): Promise<void> {
  if (process.platform === 'win32') await symlink(target, link, 'junction')
  else await symlink(relative(dirname(link), target), link)
}
