import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TesseraError } from '@tessera/core.model'
import { build, type PreviewedNode } from '@tessera/ripple.build'
import { tag, type TagResult } from '@tessera/ripple.release'
import { counted, table } from '@tessera/ui.terminal'
import { flag, textOption, type CommandSpec, type Context, type Input } from '../command.ts'
import { previewSources } from '../preview-sources.ts'
import { openSession, type Session } from '../session.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'components; everything new or modified where none is given']],
  options: [
    ['-m, --message <message>', 'kept in the log of every version'],
    ['-p, --patch', 'raise the patch number (default, but for contracts: what their change asks for)'],
    ['--minor', 'raise the minor number'],
    ['--major', 'raise the major number'],
    ['--ver <version>', 'this version exactly'],
    ['--allow-breaking <reason>', 'tag a lower level, or the same protocol line; the log keeps the reason'],
    ['--skip-auto-tag', 'leave dependents at the versions they have'],
    ['--unmodified', 'also components that did not change'],
    ['--ignore-issues', 'tag in spite of a cycle'],
    ['--ignore-newest-version', 'tag although a newer version exists'],
    ['--skip-tests', 'build without tests'],
    ['--dry-run', 'only print the plan'],
  ],
  examples: [
    ['tessera tag -m "orders carry a note"', 'what changed, and every dependent'],
    ['tessera tag orders-api/contract --minor', 'one component at a level; its dependents get a patch'],
    ['tessera tag --dry-run', 'which versions there would be, and why'],
    ['tessera tag --patch --allow-breaking "nobody uses it yet"', 'less than a change asks for'],
  ],
  async run(context, input) {
    const session = await openSession(context)
    const result = await tag(
      {
        ...session,
        emit: context.emit,
        build: (only) =>
          build(session.workspace, { only, test: !flag(input, 'skipTests'), signal: context.signal }, context.emit),
        preview: () => previewed(session, context, flag(input, 'dryRun')),
        author: await gitAuthor(session.workspace.root),
      },
      {
        patterns: input.arguments,
        level: levelOf(input),
        version: textOption(input, 'ver'),
        message: textOption(input, 'message'),
        allowBreaking: reasonOf(input),
        skipAutoTag: flag(input, 'skipAutoTag'),
        unmodified: flag(input, 'unmodified'),
        ignoreIssues: flag(input, 'ignoreIssues'),
        ignoreNewestVersion: flag(input, 'ignoreNewestVersion'),
        dryRun: flag(input, 'dryRun'),
      },
    )
    const { workspace: _, ...data } = result
    return {
      data,
      text: textOf(result),
      ...(result.tags.length > 0 && !result.dryRun ? { next: 'tessera export' } : {}),
    }
  },
}

/** What the build will generate. What it cannot is told here where no build will tell it. */
async function previewed(session: Session, context: Context, isDryRun: boolean): Promise<readonly PreviewedNode[]> {
  const { nodes, diagnostics } = await previewSources(session, context)
  if (isDryRun) for (const diagnostic of diagnostics) context.emit({ type: 'diagnostic', diagnostic })
  return nodes
}

function reasonOf(input: Input): string | undefined {
  const reason = textOption(input, 'allowBreaking')
  if (reason === undefined || reason.trim() !== '') return reason
  throw new TesseraError('USAGE', '--allow-breaking was given no reason', {
    hint: 'say why, for those who read the log: --allow-breaking "no consumer uses it yet"',
  })
}

function levelOf(input: Input): 'patch' | 'minor' | 'major' | undefined {
  const levels = (['patch', 'minor', 'major'] as const).filter((level) => flag(input, level))
  if (levels.length + (textOption(input, 'ver') === undefined ? 0 : 1) > 1) {
    throw new TesseraError('USAGE', 'more than one of --patch, --minor, --major and --ver', { hint: 'give one' })
  }
  return levels[0]
}

async function gitAuthor(root: string): Promise<{ username?: string; email?: string }> {
  const read = async (key: string): Promise<string> =>
    promisify(execFile)('git', ['-C', root, 'config', key]).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    )
  const [username, email] = await Promise.all([read('user.name'), read('user.email')])
  return { ...(username ? { username } : {}), ...(email ? { email } : {}) }
}

function textOf(result: TagResult): string {
  const lines = result.adopted.map((id) => `adopted ${id}, which an interrupted tag had written`)
  if (result.tags.length === 0) return [...lines, 'nothing to tag'].join('\n')
  const rows = result.tags.map((row) => [row.id, row.from === undefined ? '' : `was ${row.from}`, why(row)])
  const verb = result.dryRun ? 'would get a version' : 'tagged'
  return [...lines, table(rows, '  '), `${counted(result.tags, 'component')} ${verb}`].join('\n')
}

function why({ action, reason, change }: TagResult['tags'][number]): string {
  const level = change === undefined ? '' : `, ${CHANGES[change]}`
  return action === 'auto-tagged' ? `auto-tagged: ${reason}${level}` : `${reason}${level}`
}

const CHANGES = { major: 'breaking', minor: 'addition', patch: 'words only', none: '' }
