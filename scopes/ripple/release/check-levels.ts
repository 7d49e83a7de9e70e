import { counts } from '@tessera/contract.compare'
import { type Diagnostic, TesseraError } from '@tessera/core.model'
import type { ContractChange } from './contract-change.ts'
import { findingDiagnostics } from './finding-diagnostics.ts'
import { isLower, leastVersion } from './next-version.ts'
import type { TagCandidate, TagOptions } from './plan-tag.ts'

/**
 * Refuses what would tell consumers less than the change of a contract does to them: a version that is too low, or the
 * same protocol line; of all contracts at once. A reason given for it lets both pass.
 */
export function checkLevels(
  planned: readonly TagCandidate[],
  versions: ReadonlyMap<string, string>,
  { allowBreaking }: Pick<TagOptions, 'allowBreaking'>,
): void {
  if (allowBreaking !== undefined) return
  const refused = new Map<string, TesseraError>()
  for (const candidate of planned.toSorted(contractsFirst)) {
    const { change, component } = candidate
    // What is refused of a contract is refused of its parts.
    if (change === undefined || change === 'absent' || refused.has(change.contract)) continue
    const version = versions.get(component.key) as string
    const error = lowVersion(candidate, change, version) ?? sameLine(candidate, change)
    if (error !== undefined) refused.set(change.contract, error)
  }
  const [first, ...others] = refused.values()
  if (first !== undefined) throw together(first, others)
}

/** One error, with what is wrong with the others among its findings. */
function together(first: TesseraError, others: readonly TesseraError[]): TesseraError {
  if (others.length === 0) return first
  const found = others.flatMap((error) => [...error.diagnostics, diagnosticOf(error)])
  const { code, message, hint, location, exitCode } = first
  return new TesseraError(code, message, { hint, location, exitCode, diagnostics: [...found, ...first.diagnostics] })
}

function diagnosticOf({ code, message, hint, location }: TesseraError): Diagnostic {
  return {
    ...{ severity: 'error', code, message },
    ...(hint === undefined ? {} : { hint }),
    ...(location === undefined ? {} : { location }),
  }
}

function contractsFirst(a: TagCandidate, b: TagCandidate): number {
  return Number(b.component.contract !== undefined) - Number(a.component.contract !== undefined)
}

function lowVersion(candidate: TagCandidate, change: ContractChange, version: string): TesseraError | undefined {
  const least = leastVersion(candidate)
  if (least === undefined || !isLower(version, least)) return undefined
  const { key } = candidate.component
  return new TesseraError('LEVEL_TOO_LOW', `${key} cannot become ${version}: ${inWords(change)} asks for ${least}`, {
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
function sameLine({ component }: TagCandidate, change: ContractChange): TesseraError | undefined {
  const { verdict, old, now } = change
  const breaks = verdict.findings.some(counts)
  if (component.contract === undefined || now.pattern === 'schemas' || !breaks || now.line > old.line) return undefined
  const line = old.line + 1
  return new TesseraError(
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
