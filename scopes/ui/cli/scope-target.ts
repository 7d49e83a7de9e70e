import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TesseraError, withVersion, type ComponentId } from '@tessera/core.model'
import { remotePath } from '@tessera/scope.remote'
import { findScope, localScopePath, openScope, type Scope } from '@tessera/scope.store'
import { entryId, findWorkspaceRoot, openWorkspace, type Workspace } from '@tessera/workspace.files'
import type { Context } from './command.ts'

/** A scope that was named on the command line, and the workspace that it is the local scope of. */
export interface ScopeTarget {
  readonly scope: Scope
  readonly workspace?: Workspace
}

/**
 * The scope that a word names: a folder (of a workspace: its local scope), a remote, a URL; without one, the scope around
 * the current folder.
 * @throws TesseraError `SCOPE_NOT_FOUND`, `INVALID_SCOPE`, `UNKNOWN_REMOTE_PROTOCOL`
 */
export async function openTarget(context: Context, word: string | undefined): Promise<ScopeTarget> {
  const around = await workspaceAround(context.cwd)
  if (word === undefined) return around === undefined ? bareAround(context.cwd) : localOf(around)
  const path = pathOf(context.cwd, around, word)
  if (existsSync(join(path, 'workspace.jsonc'))) return localOf(await openWorkspace(path))
  const isOwn = around !== undefined && path === localScopePath(around.root)
  return isOwn ? localOf(around) : { scope: await openScope(path) }
}

/** Where the remotes of a target lie: scopes that may have what it lacks. */
export function remotePaths({ scope, workspace }: ScopeTarget): readonly string[] {
  const remotes = { ...scope.remotes, ...workspace?.settings.remotes }
  return Object.values(remotes).flatMap((url) => {
    const path = tryPath(url, workspace?.root ?? scope.path)
    return path === undefined || path === scope.path ? [] : [path]
  })
}

/** The versions of `.bitmap` that no remote has: only the local scope does. */
export function unexportedVersions(workspace: Workspace): readonly ComponentId[] {
  return workspace.bitmap.entries
    .filter((entry) => entry.version !== '' && entry.scope === '')
    .map((entry) => withVersion(entryId(workspace, entry), entry.version))
}

/** What a workspace notes beside its scope: `.bitmap`, and what commands left in `.tessera` to go on with. */
export function notedTexts(workspace: Workspace): readonly string[] {
  const home = join(workspace.root, '.tessera')
  const notes = existsSync(home) ? readdirSync(home).map((name) => join(home, name)) : []
  return [join(workspace.root, '.bitmap'), ...notes]
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => readFileSync(file, 'utf8'))
}

async function workspaceAround(cwd: string): Promise<Workspace | undefined> {
  return findWorkspaceRoot(cwd) === undefined ? undefined : openWorkspace(cwd)
}

async function localOf(workspace: Workspace): Promise<ScopeTarget> {
  return { scope: await openScope(localScopePath(workspace.root)), workspace }
}

async function bareAround(cwd: string): Promise<ScopeTarget> {
  const scope = await findScope(cwd)
  if (scope !== undefined) return { scope }
  throw new TesseraError('SCOPE_NOT_FOUND', `there is no scope at ${cwd} or above it`, {
    hint: 'go to a workspace or a bare scope, or name its path',
  })
}

function pathOf(cwd: string, workspace: Workspace | undefined, word: string): string {
  const path = resolve(cwd, word)
  if (existsSync(path)) return path
  const url = workspace?.settings.remotes[word]
  return url === undefined && !word.includes(':') ? path : remotePath(url ?? word, workspace?.root ?? cwd)
}

function tryPath(url: string, base: string): string | undefined {
  try {
    return remotePath(url, base)
  } catch {
    return undefined
  }
}
