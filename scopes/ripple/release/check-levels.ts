import { counts } from '@tessera/contract.compare'
import { TesseraError } from '@tessera/core.model'
import type { ContractChange } from './contract-change.ts'
import { findingDiagnostics } from './finding-diagnostics.ts'
import { isLower, leastVersion } from './next-version.ts'
import type { TagCandidate, TagOptions } from './plan-tag.ts'

/**
 * Refuses what would tell consumers less than the change of a contract does to them: a version that is too low, or the
 * same protocol line. A reason given for it lets both pass.
 */
export function checkLevels(
  planned: readonly TagCandidate[],
  versions: ReadonlyMap<string, string>,
  { allowBreaking }: Pick<TagOptions, 'allowBreaking'>,
): void {
  if (allowBreaking !== undefined) return
  for (const candidate of planned.toSorted(contractsFirst)) {
    const { change } = candidate
    if (change === undefined || change === 'absent') continue
    refuseLowVersion(candidate, change, versions.get(candidate.component.key) as string)
    refuseSameLine(candidate, change)
  }
}

function contractsFirst(a: TagCandidate, b: TagCandidate): number {
  return Number(b.component.contract !== undefined) - Number(a.component.contract !== undefined)
}

function refuseLowVersion(candidate: TagCandidate, change: ContractChange, version: string): void {
  const least = leastVersion(candidate)
  if (least === undefined || !isLower(version, least)) return
  const { key } = candidate.component
  throw new TesseraError('LEVEL_TOO_LOW', `${key} cannot become ${version}: ${inWords(change)} asks for ${least}`, {
    hint: `tag it without a level, with --ver ${least}, or all the same with --allow-breaking "<reason>"`,
    exitCode: 1,
    diagnostics: findingDiagnostics(change),
  })
}

function inWords({ contract, part, verdict }: ContractChange): string {
  const bump = verdict.bumps[part]
  if (bump !== 'major') return `an addition to ${contract}`
  if (verdict.level === 'compatible') return `what ${contract} does to those who use its declarations`
  return `a ${verdict.level} change of ${contract}`
}

/** Schemas that are only shared have no peers that could refuse each other. */
function refuseSameLine({ component }: TagCandidate, change: ContractChange): void {
  const { verdict, old, now } = change
  const breaks = verdict.findings.some(counts)
  if (component.contract === undefined || now.pattern === 'schemas' || !breaks || now.line > old.line) return
  const line = old.line + 1
  throw new TesseraError(
    'LINE_NOT_RAISED',
    `${component.key} has a ${verdict.level} change and is still of protocol line ${now.line}, so that peers that cannot work together would try`,
    {
      hint: `keep what deployed consumers rely on, or write \`line: ${line}\` in contract.ts; or tag all the same with --allow-breaking "<reason>"`,
      location: { file: `${component.rootDir}/${component.contract === 'source' ? 'contract.ts' : 'contract.json'}` },
      exitCode: 1,
      diagnostics: findingDiagnostics(change),
    },
  )
}
