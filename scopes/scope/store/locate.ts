import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Root of a workspace's own scope: `.bit` if it exists, else `.git/bit` where `.git` is a folder, else `.bit`. */
export function localScopePath(workspaceRoot: string): string {
  const own = join(workspaceRoot, '.bit')
  const git = join(workspaceRoot, '.git')
  if (existsSync(own)) return own
  return statSync(git, { throwIfNoEntry: false })?.isDirectory() ? join(git, 'bit') : own
}
