import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { TesseraError } from '@tessera/core.model'
import { parseVersionsFile, tag, TAG_LEVELS, type TagLevel, type TagOptions } from '@tessera/ripple.release'
import { flag, positiveOption, textOption, type CommandSpec, type Context, type Input } from '../command.ts'
import { openSession } from '../session.ts'
import { buildOptions, choiceOption, versionContext, versionsText } from '../version-context.ts'

const LEVELS = TAG_LEVELS.join(', ')

export const command: CommandSpec = {
  arguments: [
    [
      '[patterns...]',
      'components, each with @version or @level if wanted; everything new or modified where none is given',
    ],
  ],
  options: [
    ['-m, --message <message>', 'kept in the log of every version'],
    ['-p, --patch', 'raise the patch number (default, but for contracts: what their change asks for)'],
    ['--minor', 'raise the minor number'],
    ['--major', 'raise the major number'],
    ['--pre-release [identifier]', 'a pre-release of the version that would come: 1.1.0-beta.0'],
    ['-l, --increment <level>', LEVELS],
    ['--prerelease-id <identifier>', 'what stands behind the dash of a pre-release'],
    ['--increment-by <number>', 'raise the level so often'],
    ['--auto-tag-increment <level>', 'the level of dependents (default patch; a pre-release with one)'],
    ['--ver <version>', 'this version exactly'],
    ['--versions-file <path>', 'lines of `scope/name: version-or-level`, and `DEFAULT: …` for all others'],
    ['--allow-breaking <reason>', 'tag a lower level, or the same protocol line; the log keeps the reason'],
    ['--skip-auto-tag', 'leave dependents at the versions they have'],
    ['--unmodified', 'also components that did not change'],
    ['--snapped', 'only components whose newest version is a snap'],
    ['--unmerged', 'only components in the middle of a merge, which ends with it'],
    ['--soft', 'note the versions in .bitmap, make none'],
    ['--persist [skip-build]', 'make the versions that --soft noted'],
    ['--ignore-issues', 'tag in spite of a cycle'],
    ['--ignore-newest-version', 'tag although a newer version exists'],
    ...buildOptions,
    ['--dry-run', 'only print the plan'],
  ],
  examples: [
    ['tessera tag -m "orders carry a note"', 'what changed, and every dependent'],
    ['tessera tag orders-api/contract --minor', 'one component at a level; its dependents get a patch'],
    ['tessera tag orders-api/contract@2.0.0 orders-api/client@minor', 'each its own'],
    ['tessera tag --pre-release beta', '1.1.0-beta.0, then 1.1.0-beta.1, dependents too'],
    ['tessera tag --soft --minor', 'in a pull request; after the merge `tessera tag --persist`'],
    ['tessera tag --dry-run', 'which versions there would be, and why'],
    ['tessera tag --patch --allow-breaking "nobody uses it yet"', 'less than a change asks for'],
  ],
  async run(context, input) {
    const options = await readOptions(context, input)
    const session = await openSession(context)
    const result = await tag(await versionContext(session, context, input), options)
    const { workspace: _, ...data } = result
    const done = options.soft === true ? 'noted in .bitmap, no version was made' : 'tagged'
    const next = options.soft === true ? 'tessera tag --persist' : 'tessera export'
    return {
      data,
      text: versionsText(result, { done, none: 'nothing to tag' }),
      ...(result.tags.length > 0 && !result.dryRun ? { next } : {}),
    }
  },
}

async function readOptions(context: Context, input: Input): Promise<TagOptions> {
  const persist = input.options['persist']
  if (typeof persist === 'string' && persist !== 'skip-build') {
    throw new TesseraError('USAGE', `--persist does not know "${persist}"`, {
      hint: '--persist, or --persist=skip-build',
    })
  }
  if (persist !== undefined && flag(input, 'soft')) {
    throw new TesseraError('USAGE', 'both --soft and --persist', { hint: 'give one: first --soft, later --persist' })
  }
  return {
    patterns: input.arguments,
    ...levelOf(input),
    incrementBy: positiveOption(input, 'incrementBy'),
    autoTagLevel: choiceOption(input, 'autoTagIncrement', TAG_LEVELS),
    versions: await readVersions(context, textOption(input, 'versionsFile')),
    message: textOption(input, 'message'),
    allowBreaking: reasonOf(input),
    skipAutoTag: flag(input, 'skipAutoTag'),
    unmodified: flag(input, 'unmodified'),
    snapped: flag(input, 'snapped'),
    unmerged: flag(input, 'unmerged'),
    soft: flag(input, 'soft'),
    persist: persist !== undefined,
    skipBuild: flag(input, 'skipBuild') || persist === 'skip-build',
    ignoreIssues: flag(input, 'ignoreIssues'),
    ignoreNewestVersion: flag(input, 'ignoreNewestVersion'),
    dryRun: flag(input, 'dryRun'),
  }
}

function levelOf(input: Input): Pick<TagOptions, 'level' | 'version' | 'preReleaseId'> {
  const version = textOption(input, 'ver')
  const preRelease = input.options['preRelease']
  const named = choiceOption(input, 'increment', TAG_LEVELS)
  const levels: readonly (TagLevel | undefined)[] = [
    ...(['patch', 'minor', 'major'] as const).filter((level) => flag(input, level)),
    preRelease === undefined ? undefined : 'prerelease',
    named,
  ]
  const [level, ...more] = levels.filter((each) => each !== undefined)
  if (more.length > 0 || (level !== undefined && version !== undefined)) {
    const hint = 'give one'
    throw new TesseraError(
      'USAGE',
      'more than one of --patch, --minor, --major, --pre-release, --increment and --ver',
      {
        hint,
      },
    )
  }
  const id = textOption(input, 'prereleaseId') ?? (typeof preRelease === 'string' ? preRelease : undefined)
  const isPre = (each: TagLevel | undefined): boolean => each?.startsWith('pre') === true
  if (id !== undefined && !/^[0-9A-Za-z-]+$/.test(id)) {
    throw new TesseraError('USAGE', `"${id}" cannot stand in a version`, { hint: 'letters, digits and dashes: beta' })
  }
  if (id !== undefined && !isPre(level) && !isPre(choiceOption(input, 'autoTagIncrement', TAG_LEVELS))) {
    throw new TesseraError('USAGE', '--prerelease-id without a level that begins with "pre"', {
      hint: '--pre-release beta, or --increment preminor --prerelease-id beta',
    })
  }
  return { level, version, preReleaseId: id }
}

async function readVersions(context: Context, file: string | undefined): Promise<TagOptions['versions']> {
  if (file === undefined) return undefined
  const text = await readFile(resolve(context.cwd, file), 'utf8').catch((cause: unknown) => {
    throw new TesseraError('USAGE', `--versions-file: ${file} cannot be read`, { cause, hint: 'name a text file' })
  })
  return parseVersionsFile(text, file)
}

function reasonOf(input: Input): string | undefined {
  const reason = textOption(input, 'allowBreaking')
  if (reason === undefined || reason.trim() !== '') return reason
  throw new TesseraError('USAGE', '--allow-breaking was given no reason', {
    hint: 'say why, for those who read the log: --allow-breaking "no consumer uses it yet"',
  })
}
