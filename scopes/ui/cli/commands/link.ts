import { linkWorkspace } from '@tessera/workspace.transfer'
import { counted } from '@tessera/ui.terminal'
import type { CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  examples: [['tessera link', 'every component and consumer into node_modules, its package.json up to date']],
  async run(context) {
    const { workspace, nodes } = await openSession(context)
    const links = await linkWorkspace(workspace, nodes)
    const blocked = links.filter(({ status }) => status === 'blocked')
    const lines = blocked.map(({ node, path }) => `${node} is not linked: ${path} holds something else, remove it`)
    return {
      data: links,
      text: [...lines, `${counted(links.length - blocked.length, 'package')} linked`].join('\n'),
      ...(blocked.length > 0 ? { exitCode: 1 } : { next: 'tessera build' }),
    }
  },
}
