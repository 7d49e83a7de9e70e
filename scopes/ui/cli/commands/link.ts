import { linkWorkspace } from '@tessera/workspace.transfer'
import type { CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  examples: [['tessera link', 'every component and consumer into node_modules, its package.json up to date']],
  async run(context) {
    const { workspace, nodes } = await openSession(context)
    const links = await linkWorkspace(workspace, nodes)
    return { data: links, text: `${links.length} packages linked`, next: 'tessera build' }
  },
}
