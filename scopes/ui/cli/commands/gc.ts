import { TesseraError } from '@tessera/core.model'
import { collectGarbage, type GarbageResult } from '@tessera/scope.upkeep'
import { counted } from '@tessera/ui.terminal'
import { flag, textOption, type CommandSpec, type Input } from '../command.ts'
import { notedTexts, openTarget } from '../scope-target.ts'

export const command: CommandSpec = {
  arguments: [['[scope]', 'a folder, a remote, or a URL; the scope around the current folder where none is given']],
  options: [
    ['--dry-run', 'only say what would go'],
    ['--grace <hours>', 'leave what is newer (default: 24)'],
  ],
  examples: [
    ['tessera gc --dry-run', 'what of the local scope nothing reaches'],
    ['tessera gc /srv/scopes/acme.orders', 'removes it from a bare scope; exports wait meanwhile'],
  ],
  async run(context, input) {
    const { scope, workspace } = await openTarget(context, input.arguments[0])
    const roots = workspace === undefined ? [] : notedTexts(workspace)
    const result = await collectGarbage(scope, { dryRun: flag(input, 'dryRun'), graceMs: graceOf(input), roots })
    return { data: result, text: textOf(result) }
  },
}

function graceOf(input: Input): number | undefined {
  const text = textOption(input, 'grace')
  if (text === undefined) return undefined
  const hours = Number(text)
  if (text.trim() !== '' && Number.isFinite(hours) && hours >= 0) return hours * 3_600_000
  throw new TesseraError('USAGE', `"${text}" is no number of hours`, { hint: 'it stands after --grace' })
}

function textOf({ dryRun, removed, reachable, recent }: GarbageResult): string {
  const bytes = removed.reduce((sum, garbage) => sum + garbage.bytes, 0)
  const objects = (count: number): string => counted(count, 'object')
  const gone = `${objects(removed.length)} ${dryRun ? 'would go' : 'removed'}, ${Math.ceil(bytes / 1024)} KiB`
  const left = recent > 0 ? `; ${recent} that nothing reaches are too new to go` : ''
  return `${gone}; ${reachable} are in use${left}`
}
