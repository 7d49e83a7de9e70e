import { relative, resolve } from 'node:path'
import { moveComponent } from '@tessera/workspace.components'
import { openWorkspace } from '@tessera/workspace.files'
import { flag, type CommandSpec } from '../command.ts'
import { relink } from '../relink.ts'

export const command: CommandSpec = {
  arguments: [
    ['<current-folder>', 'the folder of a component'],
    ['<new-folder>', 'where it is to be'],
  ],
  options: [['--dry-run', 'only say what would be moved']],
  examples: [['tessera move components/client contracts/orders/client', 'its id stays, its folder is another']],
  async run(context, input) {
    const workspace = await openWorkspace(context.cwd)
    const [from = '', to = ''] = input.arguments.map((dir) => relative(workspace.root, resolve(context.cwd, dir)))
    const dryRun = flag(input, 'dryRun')
    const result = await moveComponent(workspace, { from, to, dryRun })
    if (!dryRun) await relink(result.workspace)
    const { workspace: _, ...data } = result
    return {
      data: { ...data, dryRun },
      text: `${data.id}  ${data.from} ${dryRun ? 'would be moved' : 'moved'} to ${data.to}`,
    }
  },
}
