import { parseDocument } from '@tessera/contract.define/document'
import type { GeneratedPart } from '@tessera/contract.generate'
import { componentKey, TesseraError, type ComponentId } from '@tessera/core.model'
import { normaliseText, sourceHash } from '@tessera/scope.objects'
import type { Remote, ScopeEntry } from '@tessera/scope.remote'
import { contractUpdate } from './plan-ripple.ts'

type Files = ReadonlyMap<string, { readonly hash: string; readonly text: () => string }>

/**
 * Parts whose contract changed since they were made, and that are generated from it just as they are: what changed is
 * none of theirs, so that they need no version.
 */
export async function findEqualParts(
  remotes: ReadonlyMap<string, Remote>,
  entries: ReadonlyMap<string, ScopeEntry>,
  targets: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const equal = new Set<string>()
  const generated = new Map<string, Promise<readonly GeneratedPart[]>>()
  for (const [key, entry] of entries) {
    if (!targets.has(entry.id.scope) || contractUpdate(entry, entries) === undefined) continue
    const contract = entry.madeFrom as string
    const parts = generated.get(contract) ?? generateFrom(remotes, (entries.get(contract) as ScopeEntry).id)
    generated.set(contract, parts)
    const part = (await parts).find(({ id }) => id === key)
    if (part !== undefined && isSame(part, await filesOf(remotes, entry.id))) equal.add(key)
  }
  return equal
}

/** None where the document is refused: the capsule will say why. */
async function generateFrom(remotes: ReadonlyMap<string, Remote>, id: ComponentId): Promise<readonly GeneratedPart[]> {
  const text = (await filesOf(remotes, id)).get('contract.json')?.text()
  if (text === undefined) return []
  try {
    const { generateParts } = await import('@tessera/contract.generate')
    return await generateParts(parseDocument(text, `contract.json of ${componentKey(id)}`))
  } catch (error) {
    if (error instanceof TesseraError) return []
    throw error
  }
}

/** Whether each generated file is there as it is, and none that was generated is left over. */
function isSame(part: GeneratedPart, files: Files): boolean {
  const texts = Object.entries(part.files)
  const same = texts.every(([path, text]) => files.get(path)?.hash === sourceHash(normaliseText(Buffer.from(text))))
  return same && Object.keys(recordedFiles(files)).every((path) => path in part.files)
}

function recordedFiles(files: Files): object {
  try {
    const derived = JSON.parse(files.get('derived.json')?.text() ?? '{}') as { files?: object }
    return derived.files ?? {}
  } catch {
    return {}
  }
}

async function filesOf(remotes: ReadonlyMap<string, Remote>, id: ComponentId): Promise<Files> {
  const remote = remotes.get(id.scope) as Remote
  const { versions, sources, components } = await remote.fetch([id])
  const hash = components[0]?.versions[id.version ?? ''] ?? id.version
  const version = versions.find((each) => each.hash === hash)?.version
  const bodies = new Map(sources.map((source) => [source.hash, source.body]))
  return new Map(
    (version?.files ?? []).map(({ relativePath, file }) => [
      relativePath,
      { hash: file, text: () => (bodies.get(file) ?? Buffer.alloc(0)).toString('utf8') },
    ]),
  )
}
