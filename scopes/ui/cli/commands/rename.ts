import { renameComponent } from '@tessera/workspace.components'
import { flag, textOption, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { relink } from '../relink.ts'

export const command: CommandSpec = {
  arguments: [
    ['<current>', 'the component'],
    ['<new>', 'its new name, with its scope or without'],
  ],
  options: [
    ['-s, --scope <scope>', 'the scope of the new name (default: the one it has)'],
    ['-p, --path <folder>', 'where it goes (default: the default directory of the workspace)'],
    ['-r, --refactor', 'who imports it here imports the new name'],
    ['--delete', 'of what has versions: mark the old name as deleted, not as deprecated'],
    ['--dry-run', 'only say what would change'],
  ],
  examples: [
    ['tessera rename orders-client orders/client --refactor', 'a new component simply has another name'],
    ['tessera rename orders-api/client orders/client', 'of what has versions, the old name stays as deprecated'],
  ],
  async run(context, input) {
    const { workspace } = await openSession(context)
    const [from = '', to = ''] = input.arguments
    const dryRun = flag(input, 'dryRun')
    const result = await renameComponent(workspace, {
      ...{ from, to, scope: textOption(input, 'scope'), path: textOption(input, 'path') },
      ...{ refactor: flag(input, 'refactor'), delete: flag(input, 'delete'), dryRun },
    })
    if (!dryRun) await relink(result.workspace)
    const { workspace: _, ...data } = result
    const lines = [
      `${data.from} ${dryRun ? 'would be' : 'is'} ${data.to} now  ${data.rootDir}`,
      ...(data.old === 'gone' ? [] : [`the old name ${dryRun ? 'would be' : 'is'} marked as ${data.old}`]),
      ...data.refactored.map((file) => `  imports the new name  ${file}`),
    ]
    return { data: { ...data, dryRun }, text: lines.join('\n'), ...(dryRun ? {} : { next: 'tessera build' }) }
  },
}
