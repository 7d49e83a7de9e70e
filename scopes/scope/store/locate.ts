import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { OBJECTS, SCOPE_JSON } from './layout.ts'

/** Root of a workspace's own scope: `.bit` if it exists, else `.git/bit` where `.git` is a folder, else `.bit`. */
export function localScopePath(workspaceRoot: string): string {
  const own = join(workspaceRoot, '.bit')
  const git = join(workspaceRoot, '.git')
  if (existsSync(own)) return own
  // In a worktree or a submodule `.git` is a file.
  return statSync(git, { throwIfNoEntry: false })?.isDirectory() ? join(git, 'bit') : own
}

/** Whether a scope lies here; one whose making was interrupted does not count. */
export function isScope(path: string): boolean {
  return existsSync(join(path, SCOPE_JSON))
}

/** Root of the scope that holds `dir`, bare or local: looked for in `dir`, then in its parents. */
export function findScopePath(dir: string): string | undefined {
  const start = resolve(dir)
  const found = [start, join(start, '.bit'), join(start, '.git', 'bit')].find(holdsObjects)
  const parent = dirname(start)
  return found ?? (parent === start ? undefined : findScopePath(parent))
}

/** On the way up, a stray scope.json is no scope. */
function holdsObjects(path: string): boolean {
  return isScope(path) && existsSync(join(path, OBJECTS))
}
