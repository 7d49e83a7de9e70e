import { parseDocument, type ContractDocument } from '@tessera/contract.define/document'
import { generateParts, type Part } from '@tessera/contract.generate'
import { componentKey, isTag, parseComponentId, TesseraError, withVersion, type ComponentId } from '@tessera/core.model'
import type { Scope } from '@tessera/scope.store'
import { contractKind, parseDerived } from '@tessera/workspace.files'
import { fetchVersions, type Fetcher, type LocalVersion } from '@tessera/workspace.transfer'
import { readRecordedFile } from '@tessera/workspace.versions'

/** The contract that a version is, or was made from. */
export interface ContractOf {
  /** Of the contract component; with its version where that is known. */
  readonly id: ComponentId
  /** Absent for the contract itself. */
  readonly part?: Part
  /** Absent where the contract's versions cannot be had. */
  readonly document?: ContractDocument
}

/** Whether a version is a contract, or was made from one. */
export function isOfContract({ version }: LocalVersion): boolean {
  const paths = version.files.map((file) => file.relativePath)
  return paths.includes('derived.json') || contractKind(paths, version.mainFile) !== undefined
}

/** Finds contracts of versions; what was generated once to compare is remembered. */
export function contractFinder(fetcher: Fetcher): (local: LocalVersion) => Promise<ContractOf | undefined> {
  const derivedOf = memoised(async (local) => {
    const document = await documentOf(fetcher.scope, local)
    const parts = document === undefined ? [] : await generateParts(document)
    return new Map<string, string>(parts.map(({ part, files }) => [part, files['derived.json'] ?? '']))
  })
  const candidatesOf = new Map<string, Promise<readonly LocalVersion[]>>()
  return async (local) => {
    const text = await readRecordedFile(fetcher.scope, local.version, 'derived.json')
    if (text === undefined) {
      const document = isOfContract(local) ? await documentOf(fetcher.scope, local) : undefined
      return document === undefined ? undefined : { id: local.id, document }
    }
    const derived = parseDerived(text)
    if (typeof derived === 'string') return undefined
    const id = parseComponentId(derived.contract)
    const all = candidatesOf.get(derived.contract) ?? tagsOf(fetcher, id)
    candidatesOf.set(derived.contract, all)
    const part = derived.part as Part
    const source = await closest(await all, local, async (other) => (await derivedOf(other)).get(part) === text)
    if (source === undefined) return { id, part }
    const document = await documentOf(fetcher.scope, source)
    return { id: source.id, part, ...(document === undefined ? {} : { document }) }
  }
}

/** Versions of a contract that are compared with a part before the one next to it in time is taken. */
const COMPARED = 5

/**
 * A part does not record the version of its contract. Both are tagged together, so it is among those next to it in time:
 * the first that gives this very part, or, where another generator made it, the very next.
 */
async function closest(
  candidates: readonly LocalVersion[],
  part: LocalVersion,
  gives: (contract: LocalVersion) => Promise<boolean>,
): Promise<LocalVersion | undefined> {
  const away = (other: LocalVersion): number => Math.abs(Number(other.version.log.date) - Number(part.version.log.date))
  const near = candidates.toSorted((a, b) => away(a) - away(b))
  for (const candidate of near.slice(0, COMPARED)) if (await gives(candidate)) return candidate
  return near[0]
}

/** Every tagged version of a contract; none where neither the local scope nor a remote has it. */
async function tagsOf(fetcher: Fetcher, id: ComponentId): Promise<readonly LocalVersion[]> {
  const local = await fetcher.scope.readComponent(id)
  const why = `packages are made from ${componentKey(id)}`
  if (local === undefined) {
    try {
      await fetchVersions(fetcher, [{ id: withVersion(id, undefined), why }], { history: true })
    } catch (error) {
      if (error instanceof TesseraError) return []
      throw error
    }
  }
  const component = await fetcher.scope.readComponent(id)
  const found: LocalVersion[] = []
  for (const [tag, hash] of Object.entries(component?.versions ?? {})) {
    if (!isTag(tag) || !(await fetcher.scope.has(hash))) continue
    found.push({ id: withVersion(id, tag), hash, version: await fetcher.scope.readVersion(hash) })
  }
  return found
}

async function documentOf(scope: Scope, { id, version }: LocalVersion): Promise<ContractDocument | undefined> {
  const text = await readRecordedFile(scope, version, 'contract.json')
  return text === undefined ? undefined : parseDocument(text, `${componentKey(id)}@${id.version}/contract.json`)
}

function memoised<R>(make: (local: LocalVersion) => Promise<R>): (local: LocalVersion) => Promise<R> {
  const made = new Map<string, Promise<R>>()
  return (local) => {
    const result = made.get(local.hash) ?? make(local)
    made.set(local.hash, result)
    return result
  }
}
