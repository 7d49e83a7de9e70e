import { parseComponentId, TesseraError, withVersion } from '@tessera/core.model'
import { planVersionNeeds, vendorVersions, warnOfMarks } from '@tessera/workspace.transfer'
import { counted } from '@tessera/ui.terminal'
import {
  checkout,
  newestMarks,
  shortVersion,
  type CheckoutOptions,
  type CheckoutResult,
} from '@tessera/workspace.versions'
import { flag, type CommandSpec, type Context, type Input } from '../command.ts'
import { mergeLines, mergeOptions, mergeStrategy, toResolve } from '../merge-strategy.ts'
import { openSession } from '../session.ts'

export const command: CommandSpec = {
  arguments: [
    ['<to>', 'a version, head, latest, or reset (drop local changes)'],
    ['[patterns...]', 'components; all where none is given (head and latest)'],
  ],
  options: [
    ['-a, --all', 'all components'],
    ['-x, --skip-dependency-installation', 'refresh the lock file but install nothing'],
    ...mergeOptions,
    ['--force-ours', 'merge nothing: keep the files that were edited here, take the others from the version'],
    ['--force-theirs', 'merge nothing: take all files from the version, over what was edited here'],
    ['--dry-run', 'only say which files would change'],
  ],
  examples: [
    ['tessera checkout 0.1.0 orders-api/client', 'the files of that version, and what it needs into vendor/'],
    ['tessera checkout head', 'the newest versions of everything; what you edited is merged with them'],
    ['tessera checkout head --manual', 'with conflict markers where both changed the same'],
    ['tessera checkout reset orders-api/contract', 'give up local changes'],
  ],
  async run(context, input) {
    const [to = '', ...named] = input.arguments
    const patterns = flag(input, 'all') ? ['**'] : named
    const resolve = mergeStrategy(input)
    const components = await switchTo(context, input, { to, patterns, resolve, force: forceOf(input) })
    const isPlan = flag(input, 'dryRun')
    const lines = components.flatMap((row) => [movedLine(row), ...mergeLines(row.merged)])
    const left = components.flatMap(({ merged }) => toResolve(merged))
    const switched = components.length > 0 && !isPlan
    const next = left.length > 0 ? `resolve ${counted(left, 'file')}, then tessera build` : 'tessera build'
    return {
      data: { components },
      text:
        [...lines, ...(isPlan && lines.length > 0 ? ['nothing was changed yet'] : [])].join('\n') ||
        'nothing to switch',
      ...(switched ? { next } : {}),
    }
  },
}

function movedLine({ id, from, to }: CheckoutResult['components'][number]): string {
  return `${id}  ${from === to ? 'as it was in' : `${shortVersion(from)} ->`} ${shortVersion(to)}`
}

function forceOf(input: Input): CheckoutOptions['force'] {
  const [ours, theirs] = [flag(input, 'forceOurs'), flag(input, 'forceTheirs')]
  if (ours && theirs) throw new TesseraError('USAGE', 'both --force-ours and --force-theirs', { hint: 'give one' })
  if ((ours || theirs) && mergeStrategy(input) !== undefined) {
    throw new TesseraError('USAGE', '--force-ours and --force-theirs merge nothing', {
      hint: 'leave --manual and --auto-merge-resolve out, or --force-…',
    })
  }
  return ours ? 'ours' : theirs ? 'theirs' : undefined
}

/** What the versions need is found and fetched before the first file is touched. */
async function switchTo(
  context: Context,
  input: Input,
  options: CheckoutOptions,
): Promise<CheckoutResult['components']> {
  const { workspace, scope, nodes } = await openSession(context)
  const { components: plan } = await checkout(workspace, scope, { ...options, dryRun: true })
  if (flag(input, 'dryRun') || plan.length === 0) return plan
  const moved = plan.filter(({ from, to }) => from !== to)
  const ids = moved.map(({ id, to }) => withVersion(parseComponentId(id), to))
  for (const id of ids) warnOfMarks(id, (await newestMarks(scope, id)) ?? { removed: false }, context.emit)
  const needs = await planVersionNeeds(workspace, scope, nodes, ids)
  const result = await checkout(workspace, scope, options)
  if (needs !== undefined) {
    const skipInstall = flag(input, 'skipDependencyInstallation')
    await vendorVersions(result.workspace, scope, needs, { skipInstall, emit: context.emit })
  }
  return result.components
}
