import type { ContractException, ContractVerdict } from '@tessera/contract.compare'
import { parseDocument } from '@tessera/contract.define/document'
import { isSnap, isTag, TesseraError } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import type { ComponentNode, Workspace, WorkspaceNode } from '@tessera/workspace.files'
import { mapLimited, matchComponents, readRecorded, readRecordedFile, tagOf } from '@tessera/workspace.versions'
import { judge } from './contract-change.ts'
import { readAtRef } from './git-file.ts'
import { textReader } from './generated-files.ts'
import type { GeneratedFiles, ReadText } from './generated-files.ts'

/** A contract of the workspace against what it was. */
export interface ContractReport {
  /** `acme.orders/orders-api/contract` */
  readonly contract: string
  /** Folder of the contract, relative to the workspace. */
  readonly rootDir: string
  /** `1.2.0`, a git ref; undefined where there is nothing to compare with: it is new. */
  readonly against: string | undefined
  readonly verdict: ContractVerdict | undefined
  /** Exceptions about findings that count again, for their last day is over. */
  readonly expired: readonly ContractException[]
  /** They cover nothing of what changed: misspelt, or done with. */
  readonly unused: readonly ContractException[]
}

export interface ReportContext {
  readonly workspace: Workspace
  readonly scope: Scope
  readonly nodes: readonly WorkspaceNode[]
  /** What is not written yet. */
  readonly generated: readonly GeneratedFiles[]
}

export interface ReportOptions {
  /** Contracts, or parts of them; every contract where there is none. */
  readonly patterns?: readonly string[] | undefined
  /** A version, `head` for the newest one, or a git ref; the version of `.bitmap` where nothing is said. */
  readonly against?: string | undefined
  readonly policy?: 'strict' | 'lenient' | undefined
  readonly today?: string | undefined
}

/**
 * What the changes of contracts do to those who use them.
 * @throws TesseraError `NO_BASELINE`, `VERSION_NOT_FOUND`, `GIT_FAILED`, `NO_CONTRACT`, `NO_DOCUMENT`,
 * `INVALID_EXCEPTIONS`, and those of `matchComponents`
 */
export async function reportContracts(
  context: ReportContext,
  options: ReportOptions = {},
): Promise<readonly ContractReport[]> {
  const { workspace, generated } = context
  const read = textReader(workspace, generated)
  const contracts = chooseContracts(context.nodes, options.patterns ?? [])
  return mapLimited(contracts, (contract) => reportContract(context, contract, { ...options, read }))
}

function chooseContracts(nodes: readonly WorkspaceNode[], patterns: readonly string[]): readonly ComponentNode[] {
  const components = nodes.filter((node) => node.kind === 'component')
  const chosen = matchComponents(patterns, nodes).flatMap((component) => {
    if (component.contract !== undefined) return [component]
    return components.filter(({ key }) => key === component.derived?.contract)
  })
  if (chosen.length === 0 && patterns.length > 0) {
    throw new TesseraError('NO_CONTRACT', `${patterns.join(', ')} is no contract, and made from none`, {
      hint: 'name a contract or one of its parts; `tessera list` shows them',
    })
  }
  return [...new Set(chosen)]
}

interface Reading extends ReportOptions {
  readonly read: ReadText
}

async function reportContract(
  context: ReportContext,
  contract: ComponentNode,
  { against, policy, today, read }: Reading,
): Promise<ContractReport> {
  const file = `${contract.rootDir}/contract.json`
  const head = { contract: contract.key, rootDir: contract.rootDir }
  const baseline = await readOld(context, contract, against)
  if (baseline === undefined) return { ...head, against: undefined, verdict: undefined, expired: [], unused: [] }
  const text = await read(contract, 'contract.json')
  if (text === undefined) {
    throw new TesseraError('NO_DOCUMENT', `${contract.key} has no contract.json`, {
      hint: `run \`tessera generate ${contract.key}\``,
    })
  }
  const old = parseDocument(baseline.text, `${file} of ${baseline.label}`)
  const judged = await judge(contract, { old, now: parseDocument(text, file), read, policy, today })
  return { ...head, against: baseline.label, ...judged }
}

/** What a contract was. */
export interface OldText {
  /** `1.2.0`, a git ref. */
  readonly label: string
  /** Of its `contract.json`. */
  readonly text: string
}

/**
 * The document of a contract as it was: at the version of `.bitmap` where nothing else is said.
 * @returns undefined where it was not there yet
 * @throws TesseraError `NO_BASELINE`, `VERSION_NOT_FOUND`, `GIT_FAILED`
 */
export async function readOld(
  { workspace, scope }: Pick<ReportContext, 'workspace' | 'scope'>,
  contract: ComponentNode,
  against: string | undefined,
): Promise<OldText | undefined> {
  if (against !== undefined && !(await isVersion(scope, against))) {
    const text = await readAtRef(workspace.root, against, `${contract.rootDir}/contract.json`)
    return text === undefined ? undefined : { label: against, text }
  }
  if (against === undefined && contract.id.version === undefined) return undefined
  const version = against === 'head' ? await newestVersion(scope, contract) : against
  if (against === 'head' && version === undefined && contract.id.version === undefined) return undefined
  const recorded = await readRecorded(scope, contract, version)
  const text = await readRecordedFile(scope, recorded.object, 'contract.json')
  return text === undefined ? undefined : { label: recorded.version, text }
}

async function newestVersion(scope: Scope, contract: ComponentNode): Promise<string | undefined> {
  const object = await scope.readComponent(contract.id)
  return object?.head === undefined ? undefined : tagOf(object, object.head)
}

/** `head`, a tag or the hash of a snap that is here: all else is a ref of git, whose hashes look like those of snaps. */
async function isVersion(scope: Scope, text: string): Promise<boolean> {
  return text === 'head' || isTag(text) || (isSnap(text) && (await scope.has(text)))
}
