import { spawn } from 'node:child_process'
import { formatId, type Diagnostic } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'
import type { ScopeExport } from '@tessera/workspace.transfer'
import type { Context } from '../command.ts'

/**
 * Runs the workspace's own command after an export, such as a ripple over the scopes of those who depend on it. What it
 * prints goes to the error stream; that it fails is said, and leaves the export what it is: done.
 */
export async function runAfterExport(
  { env, emit, signal }: Pick<Context, 'env' | 'emit' | 'signal'>,
  { root, settings }: Workspace,
  exported: readonly ScopeExport[],
): Promise<void> {
  if (settings.afterExport === '' || exported.length === 0) return
  const ids = exported.flatMap(({ components }) => components.map(({ id }) => formatId(id)))
  const told = {
    TESSERA_EXPORTED: ids.join(' '),
    TESSERA_SCOPES: exported.map(({ scope }) => scope).join(' '),
  }
  const code = await run(settings.afterExport, { cwd: root, env: { ...env, ...told }, signal })
  if (code !== 0) emit({ type: 'diagnostic', diagnostic: hookFailed(settings.afterExport, code) })
}

function run(
  command: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<number | string> {
  return new Promise((resolve) => {
    const child = spawn(command, { ...options, shell: true, stdio: ['ignore', 2, 2], windowsHide: true })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, killed) => resolve(code ?? killed ?? 'nothing'))
  })
}

function hookFailed(command: string, code: number | string): Diagnostic {
  return {
    severity: 'warning',
    code: 'HOOK_FAILED',
    message: `the command after the export ended with ${code}: ${command}`,
    hint: 'the export itself is done; the command is "afterExport" under "tessera" in package.json',
  }
}
