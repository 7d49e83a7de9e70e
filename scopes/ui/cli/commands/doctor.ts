import { TesseraError } from '@tessera/core.model'
import type { Style } from '@tessera/ui.terminal'
import { findWorkspaceRoot, openWorkspace, type Workspace } from '@tessera/workspace.files'
import type { CommandSpec, Context } from '../command.ts'
import { checkBit } from '../doctor-bit.ts'
import { checkNode, checkWorkspace, type Check } from '../doctor-checks.ts'

export const command: CommandSpec = {
  examples: [
    ['tessera doctor', 'each check with the way out; changes nothing'],
    ['tessera doctor --json', 'for a bug report, or CI: exit code 1 where a check fails'],
  ],
  async run(context) {
    const checks = await runChecks(context)
    return {
      data: { checks },
      text: (style) => checks.map((check) => line(check, style)).join('\n'),
      exitCode: checks.some(({ state }) => state === 'fail') ? 1 : 0,
    }
  },
}

async function runChecks({ cwd, env }: Context): Promise<readonly Check[]> {
  const node = checkNode(process.versions.node)
  const { workspace, checks } = await around(cwd)
  return [node, ...checks, checkBit(env, workspace?.root ?? cwd, workspace)]
}

/** What cannot be opened is a finding here, not the end. */
async function around(cwd: string): Promise<{ readonly workspace?: Workspace; readonly checks: readonly Check[] }> {
  const name = 'workspace'
  if (findWorkspaceRoot(cwd) === undefined) {
    const message = 'no workspace.jsonc here or above'
    return { checks: [{ name, state: 'warn', message, hint: 'go to a workspace, or start one here: tessera init' }] }
  }
  try {
    const workspace = await openWorkspace(cwd)
    return { workspace, checks: await checkWorkspace(workspace) }
  } catch (error) {
    if (!(error instanceof TesseraError)) throw error
    const { code, message, hint } = error
    return { checks: [{ name, state: 'fail', message: `${message} ${code}`, ...(hint === undefined ? {} : { hint }) }] }
  }
}

const SYMBOLS = { ok: '✔', warn: '⚠', fail: '✖' } as const

function line({ name, state, message, hint }: Check, style: Style): string {
  const head = `${SYMBOLS[state]} ${state.padEnd(4)} ${style.bold(name)}: ${message}`
  return hint === undefined ? head : `${head}\n       ${hint}`
}
