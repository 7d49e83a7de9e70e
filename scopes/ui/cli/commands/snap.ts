import { snap } from '@tessera/ripple.release'
import { flag, textOption, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { buildOptions, versionContext, versionsText } from '../version-context.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'components; everything new or modified where none is given']],
  options: [
    ['-m, --message <message>', 'kept in the log of every version'],
    ['--skip-auto-snap', 'leave dependents at the versions they have'],
    ['--unmodified', 'also components that did not change'],
    ['--unmerged', 'only components in the middle of a merge, which ends with it'],
    ['--ignore-issues', 'snap in spite of a cycle'],
    ['--ignore-newest-version', 'snap although a newer version exists'],
    ...buildOptions,
    ['--dry-run', 'only print the plan'],
  ],
  examples: [
    [
      'tessera snap -m "half way"',
      'a version without a number of what changed, and of every dependent; `tessera tag --snapped` numbers it later',
    ],
    ['tessera snap orders-api/contract', 'one component, and its dependents'],
    ['tessera snap --unmerged', 'end a merge, once its conflicts are resolved'],
  ],
  async run(context, input) {
    const session = await openSession(context)
    const result = await snap(await versionContext(session, context, input), {
      patterns: input.arguments,
      message: textOption(input, 'message'),
      skipAutoTag: flag(input, 'skipAutoSnap'),
      unmodified: flag(input, 'unmodified'),
      unmerged: flag(input, 'unmerged'),
      skipBuild: flag(input, 'skipBuild'),
      ignoreIssues: flag(input, 'ignoreIssues'),
      ignoreNewestVersion: flag(input, 'ignoreNewestVersion'),
      dryRun: flag(input, 'dryRun'),
    })
    const { workspace: _, ...data } = result
    return {
      data,
      text: versionsText(result, { done: 'snapped', none: 'nothing to snap' }),
      ...(result.tags.length > 0 && !result.dryRun ? { next: 'tessera export, or tessera tag --snapped' } : {}),
    }
  },
}
