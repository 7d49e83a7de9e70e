import type { Style } from '@tessera/ui.terminal'
import { diff, type ComponentDiff } from '@tessera/workspace.versions'
import { isSnap, isTag } from '@tessera/core.model'
import type { CommandSpec } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [
    ['[pattern]', 'components; the modified ones where none is given'],
    ['[version]', 'compare with this version (default: the one the workspace is at)'],
    ['[to-version]', 'compare the two versions'],
  ],
  examples: [
    ['tessera diff', 'what changed since the versions of .bitmap'],
    ['tessera diff orders-api/contract 0.1.0', 'the files of the workspace against 0.1.0'],
    ['tessera diff orders-api/contract 0.1.0 0.2.0', 'two versions'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const [first, ...rest] = input.arguments
    const versionFirst = first !== undefined && (isTag(first) || isSnap(first))
    const [version, toVersion] = versionFirst ? [first, ...rest] : rest
    const patterns = first === undefined || versionFirst ? [] : [first]
    const diffs = await diff(workspace, scope, nodes, { patterns, version, toVersion })
    return {
      data: diffs,
      text: (style) =>
        diffs
          .filter((one) => one.hasDiff)
          .map((one) => textOf(one, style))
          .join('\n') || 'no differences',
    }
  },
}

function textOf(one: ComponentDiff, style: Style): string {
  const parts = [...one.filesDiff, ...one.fieldsDiff].map((part) => colour(part.diffOutput.trimEnd(), style))
  return [style.bold(one.id), ...parts].join('\n')
}

function colour(text: string, style: Style): string {
  return text.replace(/^[-+].*$/gm, (line) => (line.startsWith('+') ? style.green(line) : style.red(line)))
}
