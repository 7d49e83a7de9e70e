import { suggestion, TesseraError } from '@tessera/core.model'
import { openRemote, type Remote } from '@tessera/scope.remote'
import type { Scope } from '@tessera/scope.store'
import { updateSettings, type Workspace } from '@tessera/workspace.files'

export interface RemoteEntry {
  readonly name: string
  readonly url: string
  /** `workspace`: committed in package.json; `scope`: only in this clone's scope.json. */
  readonly from: 'workspace' | 'scope'
}

export type Remotes = Readonly<Record<string, string>>

/** Scope name to URL: the committed settings, then those of the local scope.json. */
export function resolveRemotes(workspace: Workspace, scope: Scope): Remotes {
  return { ...scope.remotes, ...workspace.settings.remotes }
}

/** What `resolveRemotes` holds, sorted by name, and where each was found. */
export function listRemotes(workspace: Workspace, scope: Scope): readonly RemoteEntry[] {
  return Object.keys(resolveRemotes(workspace, scope))
    .toSorted()
    .map((name) => remoteEntry(workspace, scope, name))
}

/**
 * Connects to a scope, reads its name and records it in package.json and in the local scope.json.
 * @throws TesseraError `REMOTE_EXISTS` where the name has another URL and `force` is not set, and those of `openRemote`
 */
export async function addRemote(
  workspace: Workspace,
  scope: Scope,
  url: string,
  options: { readonly force?: boolean | undefined } = {},
): Promise<{ readonly workspace: Workspace; readonly remote: RemoteEntry }> {
  const { name } = await openRemote(url, { base: workspace.root })
  const known = resolveRemotes(workspace, scope)[name]
  if (known !== undefined && known !== url && options.force !== true) throw remoteExists(name, known)
  const next = await updateSettings(workspace, { remotes: sorted({ ...workspace.settings.remotes, [name]: url }) })
  await scope.setRemotes(sorted({ ...scope.remotes, [name]: url }))
  return { workspace: next, remote: { name, url, from: 'workspace' } }
}

/**
 * Forgets a remote, in package.json and in the local scope.json.
 * @throws TesseraError `UNKNOWN_REMOTE`
 */
export async function removeRemote(
  workspace: Workspace,
  scope: Scope,
  name: string,
): Promise<{ readonly workspace: Workspace; readonly remote: RemoteEntry }> {
  const remotes = resolveRemotes(workspace, scope)
  if (remotes[name] === undefined) {
    throw new TesseraError('UNKNOWN_REMOTE', `no remote "${name}"${suggestion(name, Object.keys(remotes))}`, {
      hint: '`tessera remote list` names them',
    })
  }
  const remote = remoteEntry(workspace, scope, name)
  const next = await updateSettings(workspace, { remotes: without(workspace.settings.remotes, name) })
  await scope.setRemotes(without(scope.remotes, name))
  return { workspace: next, remote }
}

/**
 * The URL of the remote that holds a scope.
 * @param why what needs it, for the message: `acme.orders/orders-api/types is to be exported there`
 * @throws TesseraError `UNKNOWN_REMOTE`
 */
export function requireRemote(remotes: Remotes, name: string, why: string): string {
  const url = remotes[name]
  if (url !== undefined) return url
  throw new TesseraError(
    'UNKNOWN_REMOTE',
    `no remote holds the scope "${name}"${suggestion(name, Object.keys(remotes))} (${why})`,
    { hint: 'name where it lies: tessera remote add <url>, e.g. tessera remote add file:///srv/scopes/acme.orders' },
  )
}

/** Opens remotes on demand, each once. */
export function remoteOpener(workspace: Workspace, scope: Scope): (name: string, why: string) => Promise<Remote> {
  const remotes = resolveRemotes(workspace, scope)
  const open = new Map<string, Promise<Remote>>()
  return (name, why) => {
    const remote = open.get(name) ?? connect(workspace, name, requireRemote(remotes, name, why))
    open.set(name, remote)
    return remote
  }
}

async function connect(workspace: Workspace, name: string, url: string): Promise<Remote> {
  const remote = await openRemote(url, { base: workspace.root })
  if (remote.name === name) return remote
  throw new TesseraError('REMOTE_MISMATCH', `the remote of "${name}" at ${url} holds the scope "${remote.name}"`, {
    hint: `tessera remote remove ${name}, then tessera remote add <url> with the URL of ${name}`,
  })
}

function remoteEntry(workspace: Workspace, scope: Scope, name: string): RemoteEntry {
  const committed = workspace.settings.remotes[name]
  if (committed !== undefined) return { name, url: committed, from: 'workspace' }
  return { name, url: scope.remotes[name] as string, from: 'scope' }
}

function remoteExists(name: string, known: string): TesseraError {
  return new TesseraError('REMOTE_EXISTS', `the remote "${name}" has another URL already: ${known}`, {
    hint: 'tessera remote add <url> --force puts the new one in its place',
  })
}

function without(remotes: Remotes, name: string): Remotes {
  return Object.fromEntries(Object.entries(remotes).filter(([key]) => key !== name))
}

function sorted(remotes: Remotes): Remotes {
  return Object.fromEntries(Object.entries(remotes).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
