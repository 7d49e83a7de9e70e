import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { TesseraError } from '@tessera/core.model'
import { build, type PreviewedNode } from '@tessera/ripple.build'
import type { TagContext, TagResult } from '@tessera/ripple.release'
import { counted, table } from '@tessera/ui.terminal'
import { shortVersion } from '@tessera/workspace.versions'
import { flag, textOption, type Context, type Input } from './command.ts'
import { previewSources } from './preview-sources.ts'
import type { Session } from './session.ts'

/** Options that `tag`, `snap` and `merge` share, all about the build that their versions must pass. */
export const buildOptions = [
  ['--skip-tests', 'build without tests'],
  ['--skip-build', 'neither check nor build; the versions say so'],
] as const

/** What `tag` and `snap` make versions with. */
export async function versionContext(session: Session, context: Context, input: Input): Promise<TagContext> {
  return {
    ...session,
    emit: context.emit,
    build: (only) =>
      build(session.workspace, { only, test: !flag(input, 'skipTests'), signal: context.signal }, context.emit),
    preview: () => previewed(session, context, flag(input, 'dryRun')),
    author: await gitAuthor(session.workspace.root),
  }
}

/** What the build will generate. What it cannot is told here where no build will tell it. */
async function previewed(session: Session, context: Context, isDryRun: boolean): Promise<readonly PreviewedNode[]> {
  const { nodes, diagnostics } = await previewSources(session, context)
  if (isDryRun) for (const diagnostic of diagnostics) context.emit({ type: 'diagnostic', diagnostic })
  return nodes
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

/** An option that takes one of a few words, or undefined. @throws TesseraError `USAGE` */
export function choiceOption<T extends string>(input: Input, name: string, choices: readonly T[]): T | undefined {
  const text = textOption(input, name)
  if (text === undefined) return undefined
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new TesseraError('USAGE', `--${words} does not know "${text}"`, { hint: `it is one of ${choices.join(', ')}` })
}

export interface Verbs {
  /** `tagged`, `snapped`, `noted` */
  readonly done: string
  /** `nothing to tag` */
  readonly none: string
}

/** The versions that were made, or would be. */
export function versionsText(result: TagResult, { done, none }: Verbs): string {
  const lines = result.adopted.map((id) => `adopted ${id}, which .bitmap did not know`)
  if (result.tags.length === 0) return [...lines, none].join('\n')
  const rows = result.tags.map((row) => [
    idOf(row),
    row.from === undefined ? '' : `was ${shortVersion(row.from)}`,
    why(row),
  ])
  const verb = result.dryRun ? 'would get a version' : done
  return [...lines, table(rows, '  '), `${counted(result.tags, 'component')} ${verb}`].join('\n')
}

type Row = TagResult['tags'][number]

function idOf({ key, version }: Row): string {
  return version === '' ? key : `${key}@${shortVersion(version)}`
}

function why({ action, reason, change }: Row): string {
  const level = change === undefined ? '' : `, ${CHANGES[change]}`
  return action.startsWith('auto-') ? `${action}: ${reason}${level}` : `${reason}${level}`
}

const CHANGES = { major: 'breaking', minor: 'addition', patch: 'words only', none: '' }
