import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { TesseraError, type Emit } from '@tessera/core.model'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import type { VendorNeedsResult } from '@tessera/workspace.transfer'
import { counted } from '@tessera/ui.terminal'

/** What `vendorNeeds` did, for a person. */
export function needsText({ vendored, listed }: VendorNeedsResult): readonly string[] {
  const packed = vendored.filter(({ status }) => status === 'packed')
  const parties = Object.keys(listed)
  return [
    ...(packed.length > 0 ? [`${counted(packed, 'package')} into vendor/`] : []),
    ...(parties.length > 0 ? [`${parties.join(', ')} into package.json`] : []),
  ]
}

/**
 * Has npm add the folders of the workspace that its lock does not name yet: `npm ci` refuses a lock that lacks one.
 * Nothing is installed, and a workspace without a lock gets none.
 * @throws TesseraError `INSTALL_FAILED`
 */
export async function completeLock(workspace: Workspace, nodes: readonly WorkspaceNode[], emit: Emit): Promise<void> {
  const text = await readFile(join(workspace.root, 'package-lock.json'), 'utf8').catch(() => undefined)
  const isNamed = ({ rootDir }: WorkspaceNode): boolean => text?.includes(`${JSON.stringify(rootDir)}: {`) ?? true
  if (nodes.every(isNamed)) return
  emit({ type: 'progress', task: 'refreshing the lock', done: 0, total: 1 })
  const words = ['install', '--package-lock-only', '--prefer-offline', '--no-audit', '--no-fund']
  try {
    await promisify(execFile)('npm', words, { cwd: workspace.root, shell: process.platform === 'win32' })
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
    throw new TesseraError('INSTALL_FAILED', 'npm could not refresh package-lock.json', {
      cause,
      hint: `${said}\nEverything else is in place: mend this, then run npm install`.trim(),
      exitCode: 1,
    })
  }
}
