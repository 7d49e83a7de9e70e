import { formatId } from '@tessera/core.model'
import { leaveDeleted } from '@tessera/workspace.components'
import { exportComponents, planExport, type ScopeExport } from '@tessera/workspace.transfer'
import { counted } from '@tessera/ui.terminal'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { runAfterExport } from './after-export.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'components; everything staged where none is given']],
  options: [['--dry-run', 'only say what would be sent']],
  examples: [
    ['tessera export', 'send every new version to the scope of its component'],
    ['tessera export "acme.orders/**" --dry-run', 'what would be sent to one scope'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const patterns = { patterns: input.arguments }
    if (flag(input, 'dryRun')) {
      const plan = await planExport(workspace, scope, nodes, patterns)
      return { data: plan, text: textOf(plan.scopes, 'would go to') }
    }
    const { workspace: updated, exported } = await exportComponents(workspace, scope, nodes, patterns, context.emit)
    const sent = exported.flatMap(({ components }) => components)
    const { removed } = await leaveDeleted(updated, scope, sent)
    await runAfterExport(context, workspace, exported)
    const left = removed.map(({ id }) => `${id} is deleted: it has left the workspace (tessera recover ${id})`)
    return {
      data: { exported, ...(removed.length === 0 ? {} : { removed }) },
      text: [textOf(exported, 'exported to'), ...left].join('\n'),
      ...(exported.length > 0 ? { next: 'elsewhere: tessera import <id>' } : {}),
    }
  },
}

function textOf(scopes: readonly ScopeExport[], words: string): string {
  const lines = scopes.flatMap(({ scope, components }) => [
    `${counted(components, 'component')} ${words} ${scope}`,
    ...components.map(({ id }) => `  ${formatId(id)}`),
  ])
  return lines.join('\n') || 'nothing staged'
}
