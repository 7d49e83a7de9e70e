import { forkComponent } from '@tessera/workspace.components'
import { flag, textOption, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { relink } from '../relink.ts'

export const command: CommandSpec = {
  arguments: [
    ['<source>', 'a component of the workspace, or the id of one in a remote'],
    ['[target]', 'the name of the new one (default: the name it has)'],
  ],
  options: [
    ['-s, --scope <scope>', "the scope of the new one (default: the workspace's)"],
    ['-p, --path <folder>', 'where it goes (default: the default directory of the workspace)'],
    ['-r, --refactor', 'who imports the original here imports the new one'],
    ['--dry-run', 'only say what would be written'],
  ],
  examples: [
    ['tessera fork orders-api/client my-client', 'a new component with its files, which says where it comes from'],
    ['tessera fork acme.shared/money/types --scope acme.orders --refactor', 'from a remote, used in its place'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const [source = '', target] = input.arguments
    const dryRun = flag(input, 'dryRun')
    const result = await forkComponent(workspace, scope, {
      ...{ source, target, scope: textOption(input, 'scope'), path: textOption(input, 'path') },
      ...{ refactor: flag(input, 'refactor'), dryRun },
    })
    if (!dryRun) await relink(result.workspace)
    const { workspace: _, ...data } = result
    const lines = [
      `${data.from} ${dryRun ? 'would be forked' : 'forked'} as ${data.id}  ${data.rootDir}`,
      ...data.refactored.map((file) => `  imports the new one  ${file}`),
    ]
    return { data: { ...data, dryRun }, text: lines.join('\n'), ...(dryRun ? {} : { next: 'tessera build' }) }
  },
}
