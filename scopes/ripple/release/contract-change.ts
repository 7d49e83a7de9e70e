import { compareContracts, counts, covers, parseExceptions } from '@tessera/contract.compare'
import type { ContractException, ContractFinding, ContractVerdict, PartName } from '@tessera/contract.compare'
import { parseDocument } from '@tessera/contract.define/document'
import type { ContractDocument } from '@tessera/contract.define/document'
import type { VersionObject } from '@tessera/scope.objects'
import type { Scope } from '@tessera/scope.store'
import { executedPaths } from '@tessera/workspace.files'
import type { ComponentNode, ContractSource } from '@tessera/workspace.files'
import { newestTag, readBaseline, readRecordedFile, tagOf } from '@tessera/workspace.versions'
import type { Recorded } from '@tessera/workspace.versions'
import type { ReadText } from './generated-files.ts'
import { findingPlaces } from './locate.ts'

/** What a change of a contract means for one of its components. */
export interface ContractChange {
  /** Key of the contract's component. */
  readonly contract: string
  readonly part: PartName
  /** Version of the contract that it is compared with. */
  readonly against: string
  readonly verdict: ContractVerdict
  readonly old: ContractDocument
  readonly now: ContractDocument
  /** Accepted once, and no longer: what they cover counts again. */
  readonly expired: readonly ContractException[]
  /** They cover nothing of what changed: misspelt, or done with. */
  readonly unused: readonly ContractException[]
}

/** Reads what changed between a version of a component and the workspace, by the contract behind it. */
export interface ChangeReader {
  /**
   * Of a contract, or of a part made from one.
   * @returns undefined where no contract is behind it; `absent` where the objects of the contract's version are missing
   */
  (component: ComponentNode): Promise<ContractChange | 'absent' | undefined>
}

/**
 * A contract is held against its own version, a part against the version of the contract that it was recorded with: the
 * newest that is not newer than the part.
 * @param read texts of the workspace
 * @param today the day that exceptions are held against; the current one where nothing is said
 */
export function changeReader(
  scope: Scope,
  components: readonly ComponentNode[],
  { read, today }: { readonly read: ReadText; readonly today?: string | undefined },
): ChangeReader {
  const byKey = new Map(components.map((component) => [component.key, component]))
  const verdicts = new Map<string, Promise<Omit<ContractChange, 'part'> | undefined>>()
  const compare = (contract: ComponentNode, recorded: Recorded): Promise<Omit<ContractChange, 'part'> | undefined> => {
    const key = `${contract.key} ${recorded.hash}`
    const known = verdicts.get(key) ?? compareWith(scope, contract, { recorded, read, today })
    verdicts.set(key, known)
    return known
  }
  return async (component) => {
    const contract = component.contract === undefined ? byKey.get(component.derived?.contract ?? '') : component
    if (contract === undefined) return undefined
    const recorded = await recordedWith(scope, contract, component)
    if (recorded === undefined || recorded === 'absent') return recorded
    const change = await compare(contract, recorded)
    const part = component === contract ? 'contract' : ((component.derived?.part ?? 'types') as PartName)
    return change === undefined ? undefined : { ...change, part }
  }
}

/** The version of the contract that a component's own version belongs to. What was only snapped promises nothing. */
async function recordedWith(
  scope: Scope,
  contract: ComponentNode,
  component: ComponentNode,
): Promise<Recorded | 'absent' | undefined> {
  const baseline = await readBaseline(scope, contract)
  if (baseline.state !== 'recorded') return baseline.state === 'absent' ? 'absent' : undefined
  const tagged = await newestTag(scope, baseline)
  if (component === contract || tagged === undefined) return tagged
  const own = await readBaseline(scope, component)
  const ownTag = own.state === 'recorded' ? await newestTag(scope, own) : undefined
  const current = ownTag && (await notNewerThan(scope, tagged, ownTag.object))
  return current && newestTag(scope, current)
}

async function notNewerThan(scope: Scope, recorded: Recorded, part: VersionObject): Promise<Recorded | undefined> {
  let current: Recorded = recorded
  const seen = new Set<string>()
  while (Number(current.object.log.date) > Number(part.log.date)) {
    seen.add(current.hash)
    const [hash] = current.object.parents
    if (hash === undefined || seen.has(hash) || !(await scope.has(hash))) return undefined
    current = { ...current, hash, version: tagOf(current.component, hash), object: await scope.readVersion(hash) }
  }
  return current
}

async function compareWith(
  scope: Scope,
  contract: ComponentNode,
  {
    recorded,
    read,
    today,
  }: { readonly recorded: Recorded; readonly read: ReadText; readonly today: string | undefined },
): Promise<Omit<ContractChange, 'part'> | undefined> {
  const file = `${contract.rootDir}/contract.json`
  const [before, after] = [
    await readRecordedFile(scope, recorded.object, 'contract.json'),
    await read(contract, 'contract.json'),
  ]
  if (before === undefined || after === undefined) return undefined
  const old = parseDocument(before, `${file} of ${recorded.version}`)
  const now = parseDocument(after, file)
  const judged = await judge(contract, { old, now, read, today })
  return { contract: contract.key, against: recorded.version, old, now, ...judged }
}

/**
 * The verdict over two documents of a contract, with the exceptions that lie beside it.
 * @throws TesseraError `INVALID_EXCEPTIONS`
 */
export async function judge(
  contract: ComponentNode,
  { old, now, read, today, policy }: JudgeInput,
): Promise<Pick<ContractChange, 'verdict' | 'expired' | 'unused'>> {
  const text = await read(contract, 'exceptions.json')
  const allow = text === undefined ? [] : parseExceptions(text, `${contract.rootDir}/exceptions.json`)
  const compared = compareContracts(old, now, { allow, today, policy })
  const verdict = {
    ...compared,
    findings: located(compared.findings, compared.findings.length === 0 ? [] : await sourcesOf(contract, read)),
  }
  return { verdict, expired: expiredOf(verdict, allow), unused: unusedOf(verdict, allow) }
}

export interface JudgeInput {
  readonly old: ContractDocument
  readonly now: ContractDocument
  readonly read: ReadText
  readonly today?: string | undefined
  readonly policy?: 'strict' | 'lenient' | undefined
}

function located(findings: readonly ContractFinding[], sources: readonly ContractSource[]): readonly ContractFinding[] {
  if (sources.length === 0) return findings
  const placeOf = findingPlaces(sources)
  return findings.map((finding) => {
    const place = placeOf(finding)
    return place === undefined ? finding : { ...finding, location: { file: place.file, line: place.line } }
  })
}

async function sourcesOf(contract: ComponentNode, read: ReadText): Promise<readonly ContractSource[]> {
  const sources = executedPaths(contract).map(async (path) => ({
    file: `${contract.rootDir}/${path}`,
    text: (await read(contract, path)) ?? '',
  }))
  return Promise.all(sources)
}

/** Those about findings that count all the same: their last day is over. */
function expiredOf({ findings }: ContractVerdict, allow: readonly ContractException[]): readonly ContractException[] {
  const counting = findings.filter(counts)
  return allow.filter((exception) => counting.some((finding) => covers(exception, finding)))
}

/** Where nothing changed there is nothing to cover. */
function unusedOf({ findings }: ContractVerdict, allow: readonly ContractException[]): readonly ContractException[] {
  if (findings.length === 0) return []
  return allow.filter((exception) => !findings.some((finding) => covers(exception, finding)))
}
