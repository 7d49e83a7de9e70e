import { TesseraError } from '@tessera/core.model'
import type { MergeReport, MergeStrategy } from '@tessera/workspace.versions'
import { flag, type Input } from './command.ts'
import { choiceOption } from './version-context.ts'

export const STRATEGIES: readonly MergeStrategy[] = ['manual', 'ours', 'theirs']

/** The options of what merges files. */
export const mergeOptions = [
  ['--manual', 'where files cannot be merged, write markers to resolve by hand'],
  ['-r, --auto-merge-resolve <strategy>', 'where files cannot be merged, take ours, theirs, or manual'],
] as const

/** @throws TesseraError `USAGE` */
export function mergeStrategy(input: Input): MergeStrategy | undefined {
  const chosen = choiceOption(input, 'autoMergeResolve', STRATEGIES)
  if (!flag(input, 'manual')) return chosen
  if (chosen === undefined || chosen === 'manual') return 'manual'
  throw new TesseraError('USAGE', `both --manual and --auto-merge-resolve ${chosen}`, { hint: 'give one' })
}

/** A line for each file that both sides changed. */
export function mergeLines(reports: readonly MergeReport[]): readonly string[] {
  return reports.map(({ file, status, conflict }) => `  ${WORDS[status]}  ${file}${conflict ? `: ${conflict}` : ''}`)
}

const WORDS: Readonly<Record<MergeReport['status'], string>> = {
  ...{ added: 'added', updated: 'updated', removed: 'removed', merged: 'merged' },
  ...{ manual: '✖ to resolve', overridden: 'took theirs', unchanged: 'kept ours' },
}

/** Files that wait for a person. */
export function toResolve(reports: readonly MergeReport[]): readonly string[] {
  return reports.filter(({ status }) => status === 'manual').map(({ file }) => file)
}
