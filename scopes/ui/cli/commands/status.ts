import type { Style } from '@tessera/ui.terminal'
import { status, type StatusResult } from '@tessera/workspace.versions'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  options: [['--strict', 'exit 1 where a component has issues']],
  examples: [
    ['tessera status', 'what is new, modified, staged, or has issues'],
    ['tessera status --json', 'with the keys of `bit status --json`'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const result = await status(workspace, scope, nodes)
    const issues = result.componentsWithIssues.length + result.invalidComponents.length
    return {
      data: result,
      text: (style) => textOf(result, style),
      exitCode: flag(input, 'strict') && issues > 0 ? 1 : 0,
      ...nextAfter(result, issues),
    }
  },
}

function textOf(result: StatusResult, style: Style): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['new components', result.newComponents],
    ['modified components', result.modifiedComponents],
    ['dependents that a tag would give a version too', result.autoTagPendingComponents],
    ['staged, not exported yet', result.stagedComponents.map(({ id, versions }) => `${id}  ${versions.join(', ')}`)],
    ['a newer version exists', result.outdatedComponents.map(({ id, headVersion }) => `${id}  head ${headVersion}`)],
    ['objects not fetched yet', result.importPendingComponents],
    ['with issues', result.componentsWithIssues.flatMap(({ id, issues }) => [id, ...issues.map(issueLine)])],
    ['invalid', result.invalidComponents.map(({ id, error }) => `${id}  ${error.message}`)],
    ['workspace', result.workspaceIssues],
  ]
  const shown = sections.filter(([, lines]) => lines.length > 0)
  if (shown.length === 0) return 'nothing to tag or export'
  return shown
    .map(([title, lines]) => `${style.bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`)
    .join('\n\n')
}

function issueLine({
  type,
  description,
  data,
}: StatusResult['componentsWithIssues'][number]['issues'][number]): string {
  return type === 'CIRCULAR_DEPENDENCY' ? `  ${description}` : `  ${data}  ${description}`
}

function nextAfter(result: StatusResult, issues: number): { next?: string } {
  if (issues > 0) return { next: 'mend the issues: they block tag' }
  if (result.importPendingComponents.length > 0) return { next: 'tessera import' }
  if (result.newComponents.length + result.modifiedComponents.length > 0)
    return { next: 'tessera tag -m "<what changed>"' }
  if (result.stagedComponents.length > 0) return { next: 'tessera export' }
  return result.outdatedComponents.length > 0 ? { next: 'tessera checkout head' } : {}
}
