import { checkout } from '@tessera/workspace.versions'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [
    ['<to>', 'a version, head, latest, or reset (drop local changes)'],
    ['[patterns...]', 'components; all where none is given (head and latest)'],
  ],
  options: [
    ['-a, --all', 'all components'],
    ['--dry-run', 'only say which files would change'],
  ],
  examples: [
    ['tessera checkout 0.1.0 orders-api/client', 'the files of that version'],
    ['tessera checkout head', 'the newest versions of everything'],
    ['tessera checkout reset orders-api/contract', 'give up local changes'],
  ],
  async run(context, input) {
    const { workspace, scope } = await openSession(context)
    const [to = '', ...named] = input.arguments
    const patterns = flag(input, 'all') ? ['**'] : named
    const { components } = await checkout(workspace, scope, { to, patterns, dryRun: flag(input, 'dryRun') })
    const lines = components.map(({ id, from, to: version }) => `${id}  ${from} -> ${version}`)
    return { data: { components }, text: lines.join('\n') || 'nothing to switch', next: 'tessera build' }
  },
}
