import { deprecateComponents } from '@tessera/workspace.components'
import { flag, textOption, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { markedOutcome } from './marked-outcome.ts'

export const command: CommandSpec = {
  arguments: [['<patterns...>', 'components that nobody is to begin using']],
  options: [
    ['--range <range>', 'only these versions: "<2.0.0" (default: all)'],
    ['--new-id <id>', 'what to use instead'],
    ['--dry-run', 'only say what would be marked'],
  ],
  examples: [
    ['tessera deprecate orders-api/client --new-id acme.orders/orders/client', 'its next version says so'],
    ['tessera deprecate orders-api/client --range "<2.0.0"', 'only its older versions'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const dryRun = flag(input, 'dryRun')
    const result = await deprecateComponents(workspace, scope, {
      patterns: input.arguments,
      range: textOption(input, 'range'),
      newId: textOption(input, 'newId'),
      dryRun,
    })
    return markedOutcome(result, { done: 'marked as deprecated', same: 'is marked so already', dryRun })
  },
}
