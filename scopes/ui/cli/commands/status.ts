import type { Breakage } from '@tessera/scope.remote'
import type { Style } from '@tessera/ui.terminal'
import {
  mergesCleanly,
  quickStatus,
  shortVersion,
  status,
  withLocalDependents,
  type QuickStatus,
  type StatusResult,
} from '@tessera/workspace.versions'
import { flag, type CommandSpec, type Outcome } from '../command.ts'
import { openSession, type Session } from '../session.ts'
import { brokenComponents } from './broken-components.ts'
import { brokenLines } from './broken-text.ts'

export const command: CommandSpec = {
  options: [
    ['--strict', 'exit 1 where a component has issues'],
    ['--quick', 'only what is new, or has other files than its version'],
  ],
  examples: [
    ['tessera status', 'what is new, modified, staged, or has issues'],
    ['tessera status --quick', 'files alone: no dependencies, history or remotes'],
    ['tessera status --strict', 'for CI: exit code 1 where there are issues'],
    ['tessera status --json', 'with the keys of `bit status --json`'],
  ],
  async run(context, input) {
    const session = await openSession(context)
    if (flag(input, 'quick')) return quick(session, flag(input, 'strict'))
    const { workspace, scope, nodes } = session
    const result = await status(workspace, scope, nodes)
    const broken = await brokenComponents(workspace, scope, nodes)
    const issues = result.componentsWithIssues.length + result.invalidComponents.length
    return {
      data: broken.length === 0 ? result : { ...result, brokenComponents: broken },
      text: (style) => textOf(result, broken, style),
      exitCode: flag(input, 'strict') && issues > 0 ? 1 : 0,
      ...(await nextAfter(session, result, issues)),
    }
  },
}

async function quick({ workspace, scope, components, nodes }: Session, isStrict: boolean): Promise<Outcome> {
  const result = await quickStatus(workspace, scope, nodes)
  const issues = components.some((component) => component.issues.length > 0)
  return { data: result, text: (style) => quickText(result, style), exitCode: isStrict && issues ? 1 : 0 }
}

function quickText({ newComponents, modified }: QuickStatus, style: Style): string {
  const sections = [
    ['new components', newComponents],
    ['modified components', modified],
  ] as const
  return sectionsText(sections, style) || 'no files changed'
}

function textOf(result: StatusResult, broken: readonly Breakage[], style: Style): string {
  const isDiverged = ({ id }: StagedRow): boolean => result.mergePendingComponents.includes(id)
  const mergePending = result.stagedComponents.filter(isDiverged)
  const staged = result.stagedComponents.filter((row) => !isDiverged(row))
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['new components', result.newComponents],
    ['modified components', result.modifiedComponents],
    ['dependents that a tag would give a version too', result.autoTagPendingComponents],
    ['being merged, until the next snap or tag', result.componentsDuringMergeState],
    ['a tag is noted for', result.softTaggedComponents],
    ['snapped, not tagged yet', result.snappedComponents],
    ['tagged here and elsewhere, neither after the other', mergePending.map(versionsLine)],
    ['staged, not exported yet', staged.map(versionsLine)],
    ['deleted here, their scope learns it with the next tag and export', result.locallySoftRemoved],
    ['deleted in their scope', result.remotelySoftRemoved],
    [
      'a newer version exists',
      result.outdatedComponents.map(({ id, headVersion }) => `${id}  head ${shortVersion(headVersion)}`),
    ],
    ['objects not fetched yet', result.importPendingComponents],
    ['do not pass with newer dependencies', broken.flatMap((breakage) => brokenLines(breakage, style))],
    ['with issues', result.componentsWithIssues.flatMap(({ id, issues }) => [id, ...issues.map(issueLine)])],
    ['invalid', result.invalidComponents.map(({ id, error }) => `${id}  ${error.message}`)],
    ['workspace', result.workspaceIssues],
  ]
  return sectionsText(sections, style) || 'nothing to tag or export'
}

function sectionsText(sections: readonly (readonly [string, readonly string[]])[], style: Style): string {
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${style.bold(title)}\n${lines.map((line) => `  ${line}`).join('\n')}`)
    .join('\n\n')
}

type StagedRow = StatusResult['stagedComponents'][number]

function versionsLine({ id, versions }: StagedRow): string {
  return `${id}  ${versions.map(shortVersion).join(', ')}`
}

function issueLine({
  type,
  description,
  data,
}: StatusResult['componentsWithIssues'][number]['issues'][number]): string {
  return type === 'CIRCULAR_DEPENDENCY' ? `  ${description}` : `  ${data}  ${description}`
}

/** A command that is not refused as things are. */
async function nextAfter(
  { scope, nodes }: Session,
  result: StatusResult,
  issues: number,
): Promise<{ readonly next?: string }> {
  const merging = result.componentsDuringMergeState
  if (merging.length > 0) return { next: 'tessera merge --resolve, or tessera tag; to give up, tessera merge --abort' }
  if (issues > 0) return { next: 'mend the issues: they block tag' }
  if (result.importPendingComponents.length > 0) return { next: 'tessera import' }
  const diverged = result.mergePendingComponents
  if (diverged.length > 0) {
    if (await mergesCleanly(scope, nodes, diverged)) return { next: 'tessera merge' }
    const names = await withLocalDependents(scope, nodes, diverged)
    return { next: `tessera reset ${names.join(' ')}, then tessera import; files stay as they are` }
  }
  return nextOfVersions(result)
}

function nextOfVersions(result: StatusResult): { readonly next?: string } {
  const { modifiedComponents: modified, outdatedComponents: outdated } = result
  const tagged = [...result.newComponents, ...modified, ...result.autoTagPendingComponents]
  const behind = outdated.map(({ id }) => id).filter((id) => tagged.includes(id))
  if (behind.length > 0) {
    const keep = behind.some((id) => modified.includes(id)) ? ' --manual, which merges what you edited' : ''
    return { next: `tessera checkout head ${behind.join(' ')}${keep}` }
  }
  if (result.softTaggedComponents.length > 0) return { next: 'tessera tag --persist' }
  if (result.newComponents.length + modified.length > 0) return { next: 'tessera tag -m "<what changed>"' }
  if (result.stagedComponents.length > 0) return { next: 'tessera export' }
  return outdated.length > 0 ? { next: 'tessera checkout head' } : {}
}
