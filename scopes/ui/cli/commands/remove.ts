import { removeComponents } from '@tessera/workspace.components'
import { counted, table } from '@tessera/ui.terminal'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['<patterns...>', 'components to take out of the workspace; their scopes keep them']],
  options: [
    ['--keep-files', 'leave the files where they are'],
    ['--track', 'keep the folder as a component that is new'],
    ['-f, --force', 'also what others here use, and what no scope has'],
    ['--dry-run', 'only say what would be deleted'],
  ],
  examples: [
    ['tessera remove orders-api/client', 'out of .bitmap, and its files with it'],
    ['tessera remove orders-api/client --keep-files', 'the folder stays, as a folder like any other'],
    ['tessera remove "acme.orders/**" --dry-run', 'what would go'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const isPlan = flag(input, 'dryRun')
    const { removed } = await removeComponents(workspace, scope, {
      patterns: input.arguments,
      keepFiles: flag(input, 'keepFiles'),
      track: flag(input, 'track'),
      force: flag(input, 'force'),
      dryRun: isPlan,
    })
    const rows = removed.map(({ id, rootDir, deleted }) => [
      id,
      rootDir,
      deleted.length === 0 ? 'files kept' : counted(deleted, 'file'),
    ])
    const verb = flag(input, 'track') ? 'new again' : 'removed from the workspace'
    const words = isPlan ? 'would be removed, nothing was changed yet' : verb
    return {
      data: { removed, dryRun: isPlan },
      text: [table(rows, '  '), `${counted(removed, 'component')} ${words}`].join('\n'),
      ...(isPlan ? {} : { next: 'tessera status; to have it back, tessera import <id>' }),
    }
  },
}
