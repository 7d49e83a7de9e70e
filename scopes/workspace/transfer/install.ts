import { spawn } from 'node:child_process'
import { TesseraError, type Emit } from '@tessera/core.model'
import type { Workspace } from '@tessera/workspace.files'

const TAIL = 30
const WINDOWS = process.platform === 'win32'

/**
 * Has npm bring the lock, and unless `lockOnly` also `node_modules`, in line with the manifests; from its cache where
 * it can.
 * @throws TesseraError `INSTALL_FAILED` with the end of what npm said
 */
export async function npmInstall(workspace: Pick<Workspace, 'root'>, lockOnly: boolean, emit: Emit): Promise<void> {
  const task = lockOnly ? 'refreshing the lock' : 'installing'
  emit({ type: 'progress', task, done: 0, total: 1 })
  const args = ['install', ...(lockOnly ? ['--package-lock-only'] : []), '--prefer-offline', '--no-audit', '--no-fund']
  const { code, output } = await run(args, workspace.root)
  if (code !== 0) {
    throw new TesseraError('INSTALL_FAILED', `npm ${args.slice(0, lockOnly ? 2 : 1).join(' ')} failed`, {
      hint: `${output}\nWhat was imported is in place: mend this, then run npm install`,
      exitCode: 1,
    })
  }
  emit({ type: 'progress', task, done: 1, total: 1 })
}

function run(args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('npm', args, {
      cwd,
      env: cleanEnvironment(),
      shell: WINDOWS,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer): void => {
      output = `${output}${chunk.toString('utf8')}`.slice(-64 * 1024)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ code: 1, output: `npm did not start: ${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output: tail(output) }))
  })
}

/** Without what an npm around this process says of its own package and folder. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_(package|lifecycle)_|npm_config_(local_prefix|prefix|workspaces?|omit|include)$|INIT_CWD$)/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}

function tail(output: string): string {
  return output.trim().split(/\r?\n/).slice(-TAIL).join('\n')
}
