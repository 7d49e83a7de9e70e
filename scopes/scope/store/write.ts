import { readFileSync } from 'node:fs'
import { commitFiles, completeCommits, writeAtomic, type FileChange } from '@tessera/core.disk'
import { componentKey, TesseraError } from '@tessera/core.model'
import { encodeComponent, encodeObject, encodeVersion, isHash, sourceHash } from '@tessera/scope.objects'
import type { ComponentObject, RawObject } from '@tessera/scope.objects'
import { assertThere, notWritable } from './errors.ts'
import { objectFile, scopeCommits, temporaryFolder } from './layout.ts'
import { eachInSlices } from './limit.ts'
import { keepObject } from './read.ts'
import { refreshIndex } from './scope-index.ts'
import type { ObjectBatch } from './types.ts'

/** Changes files together with others, all or none; in place of the scope's own commit. */
type Along = ((changes: readonly FileChange[]) => Promise<void>) | undefined

/**
 * Sources, then Versions, then Components in the order given, then the index: a reader, or a crash at any point, sees a
 * component's new head only when all it needs is there. What killed writers left goes first.
 */
export async function writeBatch(root: string, batch: ObjectBatch, along?: Along): Promise<void> {
  try {
    assertThere(root)
    completeCommits(scopeCommits(root))
    await eachInSlices(batch.sources, ({ hash, body }) => writeNew(root, checkedSource(hash, body)))
    await eachInSlices(batch.versions, ({ hash, version }) => writeNew(root, encodeVersion(version, hash)))
    await writeComponents(root, batch.components, along)
    assertThere(root)
    refreshIndex(root, new Set([...batch.sources, ...batch.versions].map(({ hash }) => hash)))
  } catch (error) {
    throw notWritable(root, error)
  }
}

function checkedSource(hash: string, body: Buffer): RawObject {
  if (sourceHash(body) === hash) return { type: 'Source', hash, body }
  throw new TesseraError('CORRUPT_OBJECT', `source ${hash} has the content of ${sourceHash(body)}`, {
    hint: 'a source is stored under the hash of its normalised text',
  })
}

function writeNew(root: string, object: RawObject): void {
  if (!isHash(object.hash)) throw new TesseraError('CORRUPT_OBJECT', `"${object.hash}" is no hash of a ${object.type}`)
  if (keepObject(root, object.hash)) return
  const folder = temporaryFolder(root)
  writeAtomic(objectFile(root, object.hash), encodeObject(object), { fsync: false, folder })
}

/** All or none, also where the process is killed in between. */
function writeComponents(root: string, components: readonly ComponentObject[], along: Along): Promise<void> {
  const files = components.map((component) => encodeFile(root, component)).filter(isChanged)
  const commit = along ?? ((changes) => commitFiles(scopeCommits(root), changes, { fsync: true }))
  return commit(files)
}

function encodeFile(root: string, component: ComponentObject): { path: string; data: Buffer } {
  const object = encodeComponent(component)
  if (component.head !== undefined && !isHash(component.head)) {
    throw new TesseraError('CORRUPT_OBJECT', `the head of ${componentKey(component)} is no hash: "${component.head}"`)
  }
  return { path: objectFile(root, object.hash), data: encodeObject(object) }
}

function isChanged({ path, data }: { path: string; data: Buffer }): boolean {
  try {
    return !readFileSync(path).equals(data)
  } catch {
    return true
  }
}
