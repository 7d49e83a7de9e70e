import { TesseraError } from '@tessera/core.model'
import { openLocalScope } from '@tessera/scope.store'
import { openWorkspace } from '@tessera/workspace.files'
import { resolveRemotes } from '@tessera/workspace.transfer'
import type { Context } from './command.ts'

/** Scopes that can be named without their URL, and where packages of npm may be found. */
export interface KnownScopes {
  /** Scope name to URL. */
  readonly remotes: Readonly<Record<string, string>>
  /** What relative URLs start from. */
  readonly base: string
  readonly packages: readonly string[]
}

/** Those of the workspace around the current folder; outside of any, none. */
export async function knownScopes({ cwd }: Pick<Context, 'cwd'>): Promise<KnownScopes> {
  try {
    const workspace = await openWorkspace(cwd)
    const scope = await openLocalScope(workspace.root, `${workspace.name}-local`)
    return { remotes: resolveRemotes(workspace, scope), base: workspace.root, packages: [workspace.root] }
  } catch (error) {
    if (!(error instanceof TesseraError) || error.code !== 'NO_WORKSPACE') throw error
    return { remotes: {}, base: cwd, packages: [cwd] }
  }
}
