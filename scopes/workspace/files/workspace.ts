import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { completeCommits } from '@tessera/core.disk'
import { scopeOwner, TesseraError } from '@tessera/core.model'
import type { ComponentId } from '@tessera/core.model'
import { parseBitmap } from './bitmap-parse.ts'
import { workspaceCommits } from './commits.ts'
import { parseConfig } from './config.ts'
import { readIfThere } from './read-if-there.ts'
import { parseSettings } from './settings.ts'
import type { Workspace } from './types.ts'

/**
 * Opens the workspace that `cwd` lies in: the nearest folder upwards with a workspace.jsonc. A missing `.bitmap` or
 * package.json counts as empty. What a killed process had decided to change is changed first.
 * @throws TesseraError `NO_WORKSPACE`, `INVALID_WORKSPACE_CONFIG`, `INVALID_SETTINGS`, and those of `parseBitmap`
 */
export async function openWorkspace(cwd: string): Promise<Workspace> {
  const root = findWorkspaceRoot(cwd)
  if (root === undefined) {
    throw new TesseraError('NO_WORKSPACE', `no workspace.jsonc in ${resolve(cwd)} or above it`, {
      hint: 'go to a workspace, or start one here: tessera init',
    })
  }
  completeCommits(workspaceCommits(root))
  const [config, bitmap, manifest] = await Promise.all(
    ['workspace.jsonc', '.bitmap', 'package.json'].map((file) => readIfThere(join(root, file))),
  )
  return {
    root,
    ...parseConfig(config ?? ''),
    settings: parseSettings(manifest),
    bitmap: bitmap === undefined ? { entries: [] } : parseBitmap(bitmap),
  }
}

/** The nearest folder upwards with a workspace.jsonc. */
export function findWorkspaceRoot(cwd: string): string | undefined {
  return findRoot(resolve(cwd))
}

/**
 * Where a component goes by the workspace's template: `components/orders-api/client`. Relative, forward slashes.
 * A placeholder that is empty goes with its slash.
 */
export function componentDirectory(workspace: Pick<Workspace, 'defaultDirectory'>, id: ComponentId): string {
  const owner = scopeOwner(id.scope)
  const scope = id.scope.slice(owner.length + 1) || owner
  const values: Readonly<Record<string, string>> = { name: id.name, scope, owner, scopeId: id.scope }
  return workspace.defaultDirectory
    .replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
    .split('/')
    .filter((part) => part !== '')
    .join('/')
}

function findRoot(dir: string): string | undefined {
  if (existsSync(join(dir, 'workspace.jsonc'))) return dir
  const above = dirname(dir)
  return above === dir ? undefined : findRoot(above)
}
