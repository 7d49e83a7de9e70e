import type { Style } from '@tessera/ui.terminal'
import { counted } from '@tessera/ui.terminal'
import { ripple, type PlannedComponent, type RippleResult } from '@tessera/ripple.scopes'
import { flag, positiveOption, textOption, type CommandSpec } from '../command.ts'
import { knownScopes } from '../known-scopes.ts'
import { brokenLines } from './broken-text.ts'

export const command: CommandSpec = {
  arguments: [['<scopes...>', 'scopes whose components may get new versions: names of remotes, URLs or folders']],
  options: [
    [
      '--since <state>',
      'only what was tagged since: a date, or a file with what an earlier ripple printed with --json',
    ],
    ['--dry-run', 'only say what would be looked at'],
    ['--retry', 'try again what failed before with the very same versions'],
    ['--at-once <n>', 'how many components to build in one capsule (default: 100)'],
  ],
  examples: [
    ['tessera ripple acme.orders acme.payments', 'bring two scopes to the newest of what they depend on'],
    ['tessera ripple file:///srv/scopes/acme.orders --dry-run --json', 'the plan, outside of any workspace'],
    ['tessera ripple acme.orders --retry', 'also what failed before; tessera dependents --broken says why'],
  ],
  async run(context, input) {
    const known = await knownScopes(context)
    const result = await ripple(
      { ...known, emit: context.emit, signal: context.signal },
      {
        scopes: input.arguments,
        since: textOption(input, 'since'),
        dryRun: flag(input, 'dryRun'),
        retry: flag(input, 'retry'),
        atOnce: positiveOption(input, 'atOnce'),
      },
    )
    return {
      data: result,
      text: (style) => textOf(result, style),
      exitCode: result.broken.length > 0 || result.overtaken.length > 0 ? 1 : 0,
      ...nextAfter(result),
    }
  },
}

function nextAfter({ dryRun, broken, overtaken }: RippleResult): { next?: string } {
  if (overtaken.length > 0) return { next: 'others export to these scopes: run it again' }
  const [first] = broken
  if (first === undefined) return dryRun ? { next: 'the same without --dry-run' } : {}
  const id = first.id.slice(0, first.id.lastIndexOf('@'))
  return { next: `its owners: tessera import ${id} with what it depends on, mend it, tessera tag, tessera export` }
}

function textOf(result: RippleResult, style: Style): string {
  const { dryRun, plan, updated, broken, waiting, overtaken } = result
  if (dryRun) return planText(plan.components, style)
  const lines = updated.map(({ id, from }) => `${style.green('✔')} ${id}  was ${from}`)
  for (const breakage of broken) lines.push(...brokenLines(breakage, style))
  for (const { id, by } of waiting) lines.push(`${style.yellow('■')} ${id} waits for ${by}`)
  for (const key of overtaken) lines.push(`${style.yellow('■')} ${key} was exported by somebody else meanwhile`)
  if (lines.length === 0) return 'everything has the newest of what it depends on'
  const counts = [`${counted(updated, 'component')} tagged and exported`]
  if (broken.length > 0) counts.push(`${broken.length} broken`)
  if (waiting.length > 0) counts.push(`${waiting.length} waiting`)
  return [...lines, counts.join(', ')].join('\n')
}

function planText(components: readonly PlannedComponent[], style: Style): string {
  if (components.length === 0) return 'everything has the newest of what it depends on'
  const lines = components.map((component) => `  ${component.id}  ${style.dim(why(component))}`)
  return [...lines, `${counted(components, 'component')} would be looked at`].join('\n')
}

function why({ id, updates, after, certain, cycle, heldBy }: PlannedComponent): string {
  const newer = updates.map((update) => `${update.id} ${update.from} -> ${update.to}`)
  const reasons = [...newer, ...after.map((key) => `after ${key}`), ...cycle.map((key) => `in a cycle with ${key}`)]
  if (!certain) reasons.push('if that changes anything for it')
  if (heldBy !== undefined)
    reasons.push(id.startsWith(`${heldBy}@`) ? 'failed with these before' : `waits for ${heldBy}`)
  return reasons.join(', ')
}
