import { TesseraError } from '@tessera/core.model'
import { snap, type TagResult } from '@tessera/ripple.release'
import { counted } from '@tessera/ui.terminal'
import {
  abortMerge,
  matchComponents,
  merge,
  mergingComponents,
  notMerging,
  shortVersion,
  type MergedComponent,
} from '@tessera/workspace.versions'
import { flag, textOption, type CommandSpec, type Context, type Input, type Outcome } from '../command.ts'
import { mergeLines, mergeOptions, mergeStrategy, toResolve } from '../merge-strategy.ts'
import { openSession, type Session } from '../session.ts'
import { buildOptions, versionContext, versionsText } from '../version-context.ts'

export const command: CommandSpec = {
  arguments: [['[patterns...]', 'components; all that were tagged or snapped here and elsewhere where none is given']],
  options: [
    ...mergeOptions,
    ['--abort', 'give merges up: the files of before'],
    ['--resolve', 'end merges whose conflicts are resolved, with a snap'],
    ['--no-snap', 'leave the snap that ends a merge to you'],
    ['-m, --message <message>', 'kept in the log of the snap'],
    ...buildOptions,
    ['--dry-run', 'only say which files would change'],
  ],
  examples: [
    ['tessera merge', 'bring what `tessera import` fetched together with yours, in a snap that comes after both'],
    ['tessera merge --manual', 'with conflict markers where both changed the same'],
    ['tessera merge --resolve', 'when they are resolved; `tessera snap` and `tessera tag` do it too'],
    ['tessera merge --abort', 'give up'],
  ],
  async run(context, input) {
    const [abort, resolve] = [flag(input, 'abort'), flag(input, 'resolve')]
    if (abort && resolve) throw new TesseraError('USAGE', 'both --abort and --resolve', { hint: 'give one' })
    if (input.options['snap'] === false && textOption(input, 'message') !== undefined) {
      throw new TesseraError('USAGE', '--message without a snap', { hint: 'leave --no-snap out' })
    }
    const session = await openSession(context)
    if (abort) return giveUp(session, input)
    return resolve ? end(session, context, input) : begin(session, context, input)
  },
}

async function giveUp({ workspace, scope }: Session, input: Input): Promise<Outcome> {
  const dryRun = flag(input, 'dryRun')
  const { components } = await abortMerge(workspace, scope, { patterns: input.arguments, dryRun })
  const lines = components.map(
    ({ id, ours }) => `${id}  ${dryRun ? 'would be' : 'is'} as in ${shortVersion(ours)} again`,
  )
  return { data: { components }, text: lines.join('\n') }
}

async function end(session: Session, context: Context, input: Input): Promise<Outcome> {
  const merging = mergingComponents(session.scope, matchComponents(input.arguments, session.nodes))
  if (merging.length === 0) throw notMerging(input.arguments)
  const result = await snapMerged(session, context, { input, keys: merging.map(({ component }) => component.key) })
  return snapped([], result)
}

async function begin(session: Session, context: Context, input: Input): Promise<Outcome> {
  const dryRun = flag(input, 'dryRun')
  const options = { patterns: input.arguments, resolve: mergeStrategy(input), dryRun }
  const { components } = await merge(session.workspace, session.scope, options)
  if (components.length === 0) return nothingToMerge(session, input)
  const left = components.flatMap(({ merged }) => toResolve(merged))
  if (dryRun) return { data: { components }, text: [mergedText(components), 'nothing was changed yet'].join('\n') }
  if (left.length > 0) {
    const next = `resolve ${counted(left, 'file')}, then tessera merge --resolve; or give up: tessera merge --abort`
    return { data: { components }, text: mergedText(components), next }
  }
  if (input.options['snap'] === false) {
    return { data: { components }, text: mergedText(components), next: 'tessera merge --resolve, or tessera tag' }
  }
  const result = await snapMerged(await openSession(context), context, { input, keys: components.map(({ id }) => id) })
  return snapped(components, result)
}

/** A merge that is under way already, such as one that was killed before its snap, is for `--resolve` to end. */
function nothingToMerge({ scope, nodes }: Session, input: Input): Outcome {
  const merging = mergingComponents(scope, matchComponents(input.arguments, nodes))
  const outcome = { data: { components: [] }, text: 'nothing to merge' }
  if (merging.length === 0) return outcome
  const next = `${counted(merging, 'merge')} under way: tessera merge --resolve, or give up: tessera merge --abort`
  return { ...outcome, next }
}

/** What fails from here on leaves the merged files in place, for the next `--resolve`. */
function snapMerged(
  session: Session,
  context: Context,
  { input, keys }: { readonly input: Input; readonly keys: readonly string[] },
): Promise<TagResult> {
  return versionContext(session, context, input).then((made) =>
    snap(made, {
      patterns: keys,
      unmerged: true,
      message: textOption(input, 'message') ?? 'merge of what was made elsewhere',
      skipBuild: flag(input, 'skipBuild'),
      dryRun: flag(input, 'dryRun'),
    }),
  )
}

function snapped(components: readonly MergedComponent[], result: TagResult): Outcome {
  const { workspace: _, ...snaps } = result
  const lines = [mergedText(components), versionsText(result, { done: 'snapped', none: 'nothing to snap' })]
  return {
    data: { components, snap: snaps },
    text: lines.filter((line) => line !== '').join('\n'),
    ...(result.dryRun ? {} : { next: 'tessera export' }),
  }
}

function mergedText(components: readonly MergedComponent[]): string {
  return components
    .map(({ id, ours, theirs, merged }) =>
      [`${id}  ${shortVersion(theirs)} into ${shortVersion(ours)}`, ...mergeLines(merged)].join('\n'),
    )
    .join('\n')
}
