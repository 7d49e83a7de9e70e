import { TesseraError } from '@tessera/core.model'
import { openScope, type Scope } from '@tessera/scope.store'
import { readBreakages, writeBreakage } from './breakages.ts'
import { readGraph } from './dependents-index.ts'
import { fetchObjects } from './fetch.ts'
import { remotePath } from './locate.ts'
import { pushObjects } from './push.ts'
import type { Remote } from './types.ts'

export interface OpenRemoteOptions {
  /** Folder that relative URLs start from: the workspace root. The working directory unless told. */
  readonly base?: string
}

/**
 * Opens `file:///absolute` or `file:../relative` (from `base`).
 * @throws TesseraError `REMOTE_NOT_FOUND`, `UNKNOWN_REMOTE_PROTOCOL`
 */
export async function openRemote(url: string, options: OpenRemoteOptions = {}): Promise<Remote> {
  const scope = await open(url, remotePath(url, options.base ?? process.cwd()))
  return {
    name: scope.name,
    url,
    list: () => scope.listComponents(),
    fetch: (ids, fetchOptions) => fetchObjects(scope, ids, fetchOptions),
    push: (batch, pushOptions) => pushObjects(scope, batch, pushOptions),
    graph: () => readGraph(scope),
    breakages: () => readBreakages(scope),
    setBreakage: async (id, breakage) => writeBreakage(scope, id, breakage),
  }
}

async function open(url: string, path: string): Promise<Scope> {
  try {
    return await openScope(path)
  } catch (cause) {
    if (!(cause instanceof TesseraError) || cause.code !== 'SCOPE_NOT_FOUND') throw cause
    throw new TesseraError('REMOTE_NOT_FOUND', `there is no scope at ${path} (remote ${url})`, {
      hint: `check the URL, or make the scope: tessera init --bare ${path}`,
      cause,
    })
  }
}
