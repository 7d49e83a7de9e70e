import { undeprecateComponents } from '@tessera/workspace.components'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { markedOutcome } from './marked-outcome.ts'

export const command: CommandSpec = {
  arguments: [['<patterns...>', 'components that are not deprecated any more']],
  options: [['--dry-run', 'only say what would be marked']],
  examples: [['tessera undeprecate orders-api/client', 'its next version says so']],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const dryRun = flag(input, 'dryRun')
    const result = await undeprecateComponents(workspace, scope, { patterns: input.arguments, dryRun })
    return markedOutcome(result, { done: 'no longer deprecated', same: 'is not deprecated', dryRun })
  },
}
