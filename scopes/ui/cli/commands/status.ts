import type { Breakage } from '@tessera/scope.remote'
import type { Style } from '@tessera/ui.terminal'
import { status, withLocalDependents, type StatusResult } from '@tessera/workspace.versions'
import { flag, type CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'
import { brokenComponents } from './broken-components.ts'
import { brokenLines } from './broken-text.ts'

export const command: CommandSpec = {
  options: [['--strict', 'exit 1 where a component has issues']],
  examples: [
    ['tessera status', 'what is new, modified, staged, or has issues'],
    ['tessera status --json', 'with the keys of `bit status --json`'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const result = await status(workspace, scope, nodes)
    const broken = await brokenComponents(workspace, scope, nodes)
    const issues = result.componentsWithIssues.length + result.invalidComponents.length
    const diverged = await withLocalDependents(scope, nodes, result.mergePendingComponents)
    return {
      data: broken.length === 0 ? result : { ...result, brokenComponents: broken },
      text: (style) => textOf(result, broken, style),
      exitCode: flag(input, 'strict') && issues > 0 ? 1 : 0,
      ...nextAfter(result, issues, diverged),
    }
  },
}

function textOf(result: StatusResult, broken: readonly Breakage[], style: Style): string {
  const isDiverged = ({ id }: StagedRow): boolean => result.mergePendingComponents.includes(id)
  const mergePending = result.stagedComponents.filter(isDiverged)
  const staged = result.stagedComponents.filter((row) => !isDiverged(row))
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['new components', result.newComponents],
    ['modified components', result.modifiedComponents],
    ['dependents that a tag would give a version too', result.autoTagPendingComponents],
    ['tagged here and elsewhere, neither after the other', mergePending.map(versionsLine)],
    ['staged, not exported yet', staged.map(versionsLine)],
    ['a newer version exists', result.outdatedComponents.map(({ id, headVersion }) => `${id}  head ${headVersion}`)],
    ['objects not fetched yet', result.importPendingComponents],
    ['do not pass with newer dependencies', broken.flatMap((breakage) => brokenLines(breakage, style))],
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

type StagedRow = StatusResult['stagedComponents'][number]

function versionsLine({ id, versions }: StagedRow): string {
  return `${id}  ${versions.join(', ')}`
}

function issueLine({
  type,
  description,
  data,
}: StatusResult['componentsWithIssues'][number]['issues'][number]): string {
  return type === 'CIRCULAR_DEPENDENCY' ? `  ${description}` : `  ${data}  ${description}`
}

/** A command that is not refused as things are. `diverged`: what has to be reset, in the order to name it. */
function nextAfter(result: StatusResult, issues: number, diverged: readonly string[]): { next?: string } {
  if (issues > 0) return { next: 'mend the issues: they block tag' }
  if (result.importPendingComponents.length > 0) return { next: 'tessera import' }
  if (diverged.length > 0) {
    return { next: `tessera reset ${diverged.join(' ')}, then tessera import; files stay as they are` }
  }
  const { modifiedComponents: modified, outdatedComponents: outdated } = result
  const tagged = [...result.newComponents, ...modified, ...result.autoTagPendingComponents]
  const behind = outdated.map(({ id }) => id).filter((id) => tagged.includes(id))
  if (behind.length > 0) {
    const keep = behind.some((id) => modified.includes(id)) ? ' --force-ours, which keeps the files you edited' : ''
    return { next: `tessera checkout head ${behind.join(' ')}${keep}` }
  }
  if (result.newComponents.length + modified.length > 0) return { next: 'tessera tag -m "<what changed>"' }
  if (result.stagedComponents.length > 0) return { next: 'tessera export' }
  return outdated.length > 0 ? { next: 'tessera checkout head' } : {}
}
