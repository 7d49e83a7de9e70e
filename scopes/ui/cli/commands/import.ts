import { componentKey, formatId, TesseraError } from '@tessera/core.model'
import { acceptDocuments } from '@tessera/ripple.build'
import { importComponents, planImport, type ImportResult } from '@tessera/workspace.transfer'
import { counted } from '@tessera/ui.terminal'
import type { MergeStrategy } from '@tessera/workspace.versions'
import { flag, positiveOption, textOption, type CommandSpec, type Input } from '../command.ts'
import { mergeLines, STRATEGIES, toResolve } from '../merge-strategy.ts'
import { openSession } from '../session.ts'
import { choiceOption } from '../version-context.ts'

export const command: CommandSpec = {
  arguments: [
    ['[patterns...]', 'ids, package names or globs; the objects of every tracked component where none is given'],
  ],
  options: [
    ['-p, --path <folder>', 'where to put it (default: the default directory of the workspace)'],
    ['-o, --override', 'overwrite local changes'],
    [
      '-m, --merge [strategy]',
      'merge local changes; of what does not merge take ours, theirs, or write markers: manual',
    ],
    ['--dependencies', 'also what they depend on, as source'],
    ['--dependencies-depth <n>', 'the same, so many steps down'],
    ['--all-history', 'every version of what they depend on, too'],
    ['--objects', 'fetch into the local scope, touch no file'],
    ['-x, --skip-dependency-installation', 'refresh the lock file but install nothing'],
    ['--dry-run', 'only say what would be written'],
  ],
  examples: [
    ['tessera import acme.orders/orders-api/client', 'its newest version as source, what it needs into vendor/'],
    ['tessera import "acme.orders/orders-api/*"', 'several at once'],
    ['tessera import orders-api/client --merge', 'a newer version, merged with what you edited'],
    ['tessera import', 'on a fresh clone: the history of what .bitmap names'],
  ],
  async run(context, input) {
    const { workspace, scope, nodes } = await openSession(context)
    const options = {
      patterns: input.arguments,
      path: textOption(input, 'path'),
      override: flag(input, 'override'),
      merge: mergeOf(input),
      dependencies: positiveOption(input, 'dependenciesDepth') ?? (flag(input, 'dependencies') ? Infinity : 0),
      allHistory: flag(input, 'allHistory'),
      objectsOnly: flag(input, 'objects'),
      skipInstall: flag(input, 'skipDependencyInstallation'),
    }
    if (flag(input, 'dryRun')) {
      const plan = await planImport(workspace, scope, nodes, options, context.emit)
      return {
        data: plan,
        text: plan.components.map(({ id, rootDir }) => `${formatId(id)} would go to ${rootDir}`).join('\n'),
      }
    }
    const { workspace: updated, ...result } = await importComponents(workspace, scope, nodes, options, context.emit)
    const contracts = result.imported.filter(({ files }) => files.some((file) => file.endsWith('/contract.json')))
    await acceptDocuments(
      updated,
      contracts.map(({ id }) => componentKey(id)),
    )
    return { data: result, text: textOf(result), ...nextAfter(result) }
  },
}

/** @throws TesseraError `USAGE` */
function mergeOf(input: Input): MergeStrategy | undefined {
  const merge = flag(input, 'merge') ? 'manual' : choiceOption(input, 'merge', STRATEGIES)
  if (merge === undefined || !flag(input, 'override')) return merge
  throw new TesseraError('USAGE', 'both --merge and --override', { hint: 'give one' })
}

function nextAfter({ imported, fetched }: Omit<ImportResult, 'workspace'>): { next?: string } {
  const left = imported.flatMap(({ merged = [] }) => toResolve(merged))
  if (left.length > 0) return { next: `resolve ${counted(left, 'file')}, then tessera build` }
  if (imported.length > 0) return { next: 'tessera test' }
  return fetched.length > 0 ? { next: 'tessera status tells what is newer there' } : {}
}

function textOf(result: Omit<ImportResult, 'workspace'>): string {
  const lines = result.imported.flatMap(({ id, rootDir, merged = [] }) => [
    `imported ${formatId(id)}  ${rootDir}`,
    ...mergeLines(merged),
  ])
  const packed = result.vendored.filter(({ status }) => status === 'packed')
  if (packed.length > 0)
    lines.push(`${counted(packed, 'package')} into vendor/: ${packed.map((p) => p.packageName).join(', ')}`)
  if (lines.length === 0 && result.fetched.length > 0)
    lines.push(`fetched the objects of ${counted(result.fetched, 'component')}`)
  return lines.join('\n') || 'nothing to import'
}
