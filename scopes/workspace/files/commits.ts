import { join } from 'node:path'
import type { Commits } from '@tessera/core.disk'

/** Changes of several files of a workspace at once, those of its local scope included. */
export function workspaceCommits(root: string): Commits {
  return { root, folder: join(root, '.tessera', 'commits') }
}
