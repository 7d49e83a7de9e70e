import type { Scope } from '@tessera/scope.store'
import type { Workspace } from '@tessera/workspace.files'

export interface RemoteEntry {
  readonly name: string
  readonly url: string
  /** `workspace`: committed in package.json; `scope`: only in this clone's scope.json. */
  readonly from: 'workspace' | 'scope'
}

/** Scope name to URL: the committed settings, then those of the local scope.json. */
export function resolveRemotes(workspace: Workspace, scope: Scope): Readonly<Record<string, string>> {
  return { ...scope.remotes, ...workspace.settings.remotes }
}

/** What `resolveRemotes` holds, sorted by name, and where each was found. */
export function listRemotes(workspace: Workspace, scope: Scope): readonly RemoteEntry[] {
  const committed = workspace.settings.remotes
  return Object.entries(resolveRemotes(workspace, scope))
    .map(([name, url]): RemoteEntry => ({ name, url, from: name in committed ? 'workspace' : 'scope' }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
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
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${url} ${JSON.stringify(options)}`)
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
  throw new Error(`not built yet: ${workspace.root} ${scope.name} ${name}`)
}
