import { build, type BuildResult } from '@tessera/ripple.build'
import type { CommandSpec, Context, Input, Outcome } from '../command.ts'
import { flag, positiveOption, textOption } from '../command.ts'
import { selectNodes } from '../select.ts'
import { openView } from '../session.ts'

export const command: CommandSpec = {
  arguments: [
    ['[patterns...]', 'components or consumers: ids, names, package names or globs; all where none is given'],
  ],
  options: [
    ['--affected', 'only what differs from --since, and its dependents'],
    ['--since <ref>', 'git commit or branch that --affected compares with (default: HEAD)'],
    ['--force', 'do not take results from the cache'],
    ['--jobs <n>', 'how many compilers may run at once (default: number of cores)'],
    ['--contract-timeout <ms>', 'how long one contract.ts may run (default: 10000)'],
  ],
  examples: [
    ['tessera build', 'everything that is not up to date'],
    ['tessera build orders-api/client', 'one component and what it depends on'],
    ['tessera build --affected --since origin/main', 'in CI: what this branch touches'],
  ],
  run: (context, input) => runBuild(context, input, { test: false }),
}

/** `tessera build`, and `tessera test` with `test` set. */
export async function runBuild(context: Context, input: Input, how: { readonly test: boolean }): Promise<Outcome> {
  const { workspace, nodes } = await openView(context)
  const only = await selectNodes(workspace, nodes, {
    patterns: input.arguments,
    affected: flag(input, 'affected'),
    since: textOption(input, 'since'),
  })
  const result = await build(
    workspace,
    {
      nodes,
      only,
      jobs: positiveOption(input, 'jobs'),
      contractTimeoutMs: positiveOption(input, 'contractTimeout'),
      test: how.test,
      force: flag(input, 'force'),
      signal: context.signal,
    },
    context.emit,
  )
  return { data: result, exitCode: result.ok ? 0 : 1, ...nextAfter(result, how.test) }
}

function nextAfter(result: BuildResult, tested: boolean): { next?: string } {
  if (!result.ok) return { next: 'mend the first finding, then run it again' }
  return { next: tested ? 'tessera tag -m "<what changed>"' : 'tessera test' }
}
