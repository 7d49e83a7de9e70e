import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord, packageName } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'

/**
 * The components that the installed package of a component depends on, with the versions that are installed. Empty where
 * the package is not installed, or at another version.
 */
export async function installedDependencies(workspace: Workspace, id: ComponentId): Promise<readonly ComponentId[]> {
  const folder = join(workspace.root, 'node_modules', packageName(id))
  const manifest = await readManifest(folder)
  if (manifest === undefined || componentOf(manifest)?.version !== id.version) return []
  const names = Object.keys(isRecord(manifest['dependencies']) ? manifest['dependencies'] : {})
  const found = await Promise.all(names.map((name) => installedComponent(workspace, folder, name)))
  return found.filter((each) => each !== undefined)
}

/** As Node looks: beside the package that asks, then at the root. */
async function installedComponent(workspace: Workspace, from: string, name: string): Promise<ComponentId | undefined> {
  const manifest =
    (await readManifest(join(from, 'node_modules', name))) ??
    (await readManifest(join(workspace.root, 'node_modules', name)))
  return manifest && componentOf(manifest)
}

async function readManifest(folder: string): Promise<Record<string, unknown> | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    return isRecord(manifest) ? manifest : undefined
  } catch {
    return undefined
  }
}

/** `componentId` of a generated manifest. */
function componentOf(manifest: Record<string, unknown>): ComponentId | undefined {
  const id = manifest['componentId']
  if (!isRecord(id)) return undefined
  const { scope, name, version } = id
  if (typeof scope !== 'string' || typeof name !== 'string' || typeof version !== 'string') return undefined
  return { scope, name, version }
}
