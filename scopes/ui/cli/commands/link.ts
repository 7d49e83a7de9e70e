import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { linkWorkspace, vendorNeeds } from '@tessera/workspace.transfer'
import { counted } from '@tessera/ui.terminal'
import type { Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { flag, type CommandSpec } from '../command.ts'
import { completeLock, needsText } from '../npm-needs.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  options: [['-x, --skip-dependency-installation', 'refresh the lock file but install nothing']],
  examples: [['tessera link', 'every component and consumer into node_modules, its package.json up to date']],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const links = await linkWorkspace(workspace, nodes)
    const skipInstall = flag(input, 'skipDependencyInstallation')
    const needs = lacksTool(workspace, nodes)
      ? await vendorNeeds(workspace, scope, nodes, { skipInstall }, context.emit)
      : undefined
    await completeLock(workspace, nodes, context.emit)
    const blocked = links.filter(({ status }) => status === 'blocked')
    const lines = blocked.map(({ node, path }) => `${node} is not linked: ${path} holds something else, remove it`)
    const linked = `${counted(links.length - blocked.length, 'package')} linked`
    return {
      data: links,
      text: [...lines, ...(needs === undefined ? [] : needsText(needs)), linked].join('\n'),
      ...(blocked.length > 0 ? { exitCode: 1 } : { next: 'tessera build' }),
    }
  },
}

/** A package of Tessera that is imported comes from no registry: where it is not installed, nobody else can provide it. */
function lacksTool(workspace: Workspace, nodes: readonly WorkspaceNode[]): boolean {
  const names = nodes.flatMap(({ dependencies: { packages, devPackages } }) =>
    Object.keys({ ...packages, ...devPackages }),
  )
  return names.some(
    (name) => name.startsWith('@tessera/') && !existsSync(join(workspace.root, 'node_modules', name, 'package.json')),
  )
}
