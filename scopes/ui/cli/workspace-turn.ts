import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTurn } from '@tessera/core.disk'
import { TesseraError, type Emit } from '@tessera/core.model'
import { findWorkspaceRoot } from '@tessera/workspace.files'

/** Set for what a command starts: the scripts that npm runs may call tessera again. */
const HELD = 'TESSERA_TURN'
const WAIT_MS = 600_000

export interface TurnContext {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly emit: Emit
}

/**
 * Runs a command while no other that changes this workspace runs: it waits for those before it, and says so.
 * @throws TesseraError `WORKSPACE_BUSY`
 */
export async function inWorkspaceTurn<T>(context: TurnContext, run: () => Promise<T>): Promise<T> {
  const root = findWorkspaceRoot(context.cwd)
  if (root === undefined || context.env[HELD] === root || !makeHome(root)) return run()
  const queue = join(root, '.tessera', 'turns')
  const onWait = (who = 'another tessera'): void =>
    context.emit({ type: 'progress', task: `waiting for ${who}, which changes this workspace`, done: 0 })
  const errors = { busy: (who = 'another tessera', ticket = '') => busy(root, who, ticket), lost: () => busy(root) }
  const folder = join(root, '.tessera', 'commits')
  return inTurn({ queue, folder, waitMs: WAIT_MS, onWait, ...errors }, async () => {
    context.env[HELD] = root
    try {
      return await run()
    } finally {
      delete context.env[HELD]
    }
  })
}

/** False where nothing can be written: then the command itself says so, of what it was to write. */
function makeHome(root: string): boolean {
  const home = join(root, '.tessera')
  try {
    mkdirSync(join(home, 'commits'), { recursive: true })
    writeFileSync(join(home, '.gitignore'), '*\n')
    return true
  } catch {
    return false
  }
}

function busy(root: string, who = 'another tessera', ticket = join(root, '.tessera', 'turns')): TesseraError {
  return new TesseraError('WORKSPACE_BUSY', `${who} is changing the workspace ${root}`, {
    hint: `try again when it is done; if nothing runs any more, delete ${ticket}`,
  })
}
