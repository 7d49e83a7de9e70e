import { reset, shortVersion, type ResetComponent, type ResetResult } from '@tessera/workspace.versions'
import { counted, table } from '@tessera/ui.terminal'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'components whose versions to take back, as far as they were not exported']],
  options: [
    ['-a, --all', 'every component'],
    ['--head', 'only the newest version of each'],
    ['-f, --force', 'also what a version that stays depends on'],
    ['--never-exported', 'only components that were never exported'],
    ['--soft', 'take back what `tessera tag --soft` noted'],
    ['--dry-run', 'only say what would be taken back'],
  ],
  examples: [
    ['tessera reset orders-api/contract', 'take back its tags; files stay as they are'],
    ['tessera reset --all --head', 'take back the last tag of everything'],
    ['tessera reset --all --dry-run', 'what was tagged here and not exported'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const { workspace: _, ...data } = await reset(workspace, scope, {
      patterns: input.arguments,
      all: flag(input, 'all'),
      head: flag(input, 'head'),
      force: flag(input, 'force'),
      neverExported: flag(input, 'neverExported'),
      soft: flag(input, 'soft'),
      dryRun: flag(input, 'dryRun'),
    })
    const isDone = data.components.length > 0 && !data.dryRun
    const text = flag(input, 'soft') ? softText(data) : textOf(data)
    return { data, text, ...(isDone ? { next: 'tessera status' } : {}) }
  },
}

function textOf({ components, dryRun }: Omit<ResetResult, 'workspace'>): string {
  if (components.length === 0) return 'nothing to take back: there is no version that was not exported'
  const rows = components.map((row) => [row.id, row.versions.map(shortVersion).join(', '), standing(row)])
  const verb = dryRun ? 'would be reset, nothing was changed yet' : 'reset, files stay as they are'
  return [table(rows, '  '), `${counted(components, 'component')} ${verb}`].join('\n')
}

function softText({ components, dryRun }: Omit<ResetResult, 'workspace'>): string {
  if (components.length === 0) return 'nothing to take back: no version is noted'
  const verb = dryRun ? 'would be forgotten' : 'forgotten'
  return components.map(({ id, versions }) => `${id}  ${versions.join(', ')} ${verb}`).join('\n')
}

function standing({ from, to }: ResetComponent): string {
  if (to === undefined) return 'new again'
  return from === to ? `still at ${shortVersion(to)}` : `back at ${shortVersion(to)}`
}
