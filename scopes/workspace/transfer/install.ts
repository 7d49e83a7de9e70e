import { TesseraError, type Emit } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import { runNpm } from './npm.ts'

const TAIL = 30

/**
 * Has npm bring the lock, and unless `lockOnly` also `node_modules`, in line with the manifests; from its cache where
 * it can.
 * @throws TesseraError `INSTALL_FAILED` with the end of what npm said
 */
export async function npmInstall(workspace: Pick<Workspace, 'root'>, lockOnly: boolean, emit: Emit): Promise<void> {
  const task = lockOnly ? 'refreshing the lock' : 'installing'
  emit({ type: 'progress', task, done: 0, total: 1 })
  const args = ['install', ...(lockOnly ? ['--package-lock-only'] : []), '--prefer-offline', '--no-audit', '--no-fund']
  const { code, stdout, stderr } = await runNpm(args, workspace.root)
  if (code !== 0) {
    throw new TesseraError('INSTALL_FAILED', `npm ${args.slice(0, lockOnly ? 2 : 1).join(' ')} failed`, {
      hint: `${tail(`${stdout}${stderr}`)}\nWhat was imported is in place: mend this, then run npm install`,
      exitCode: 1,
    })
  }
  emit({ type: 'progress', task, done: 1, total: 1 })
}

function tail(output: string): string {
  return output.trim().split(/\r?\n/).slice(-TAIL).join('\n')
}
