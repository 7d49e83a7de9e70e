import { table, type Style } from '@tessera/ui.terminal'
import { diff, type ComponentDiff } from '@tessera/workspace.versions'
import { isSnap, isTag, TesseraError } from '@tessera/core.model'
import { flag, type CommandSpec, type Input } from '../command.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [
    ['[pattern]', 'components; the modified ones where none is given'],
    ['[version]', 'compare with this version (default: the one the workspace is at)'],
    ['[to-version]', 'compare the two versions'],
  ],
  options: [
    ['--name-only', 'only the paths of changed files'],
    ['--stat', 'how many lines each file gained and lost'],
    ['-p, --parent', 'compare the version (default: the one the workspace is at) with the one before it'],
  ],
  examples: [
    ['tessera diff', 'what changed since the versions of .bitmap'],
    ['tessera diff orders-api/contract 0.1.0', 'the files of the workspace against 0.1.0'],
    ['tessera diff orders-api/contract 0.1.0 0.2.0', 'two versions'],
    ['tessera diff orders-api/contract 0.2.0 --parent', 'what that version changed'],
    ['tessera diff --stat', 'lines gained and lost, a file a line'],
    ['tessera diff --name-only', 'paths alone, for scripts'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const [first, ...rest] = input.arguments
    const versionFirst = first !== undefined && isVersion(first)
    const [version, toVersion] = versionFirst ? [first, ...rest] : rest
    const patterns = first === undefined || versionFirst ? [] : [first]
    const parent = flag(input, 'parent')
    if (parent && toVersion !== undefined) {
      throw new TesseraError('USAGE', '--parent takes one version', { hint: 'leave the second out, or --parent' })
    }
    const all = await diff(workspace, scope, nodes, { patterns, version, toVersion, parent })
    const diffs = all.filter((one) => one.hasDiff)
    return { data: all, text: (style) => textOf(diffs, input, style) || 'no differences' }
  },
}

function isVersion(word: string): boolean {
  return isTag(word) || isSnap(word)
}

function textOf(diffs: readonly ComponentDiff[], input: Input, style: Style): string {
  if (flag(input, 'nameOnly')) return diffs.flatMap(({ filesDiff }) => filesDiff.map(({ file }) => file)).join('\n')
  if (flag(input, 'stat')) return diffs.map((one) => statOf(one, style)).join('\n')
  return diffs.map((one) => patchOf(one, style)).join('\n')
}

function statOf({ id, filesDiff, fieldsDiff }: ComponentDiff, style: Style): string {
  const rows = filesDiff.map(({ filePath, added, removed, isBinary }) => [
    filePath,
    isBinary ? 'binary' : `${style.green(`+${added}`)} ${style.red(`-${removed}`)}`,
  ])
  const fields = fieldsDiff.map(({ fieldName }) => [fieldName, 'changed'])
  return `${style.bold(id)}\n${table([...rows, ...fields], '  ')}`
}

function patchOf(one: ComponentDiff, style: Style): string {
  const parts = [...one.filesDiff, ...one.fieldsDiff].map((part) => colour(part.diffOutput.trimEnd(), style))
  return [style.bold(one.id), ...parts].join('\n')
}

function colour(text: string, style: Style): string {
  return text.replace(/^[-+].*$/gm, (line) => (line.startsWith('+') ? style.green(line) : style.red(line)))
}
