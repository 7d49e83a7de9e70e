import { readFileSync, renameSync, rmSync } from 'node:fs'
import { componentKey, TesseraError } from '@tessera/core.model'
import { encodeComponent, encodeObject, encodeVersion, isHash, sourceHash } from '@tessera/scope.objects'
import type { ComponentObject, RawObject } from '@tessera/scope.objects'
import { stage, writeWhole } from './atomic.ts'
import { notWritable } from './errors.ts'
import { objectFile } from './layout.ts'
import { eachInSlices, eachLimited } from './limit.ts'
import { hasObject } from './read.ts'
import { refreshIndex } from './scope-index.ts'
import { sweepTemporary } from './temporary.ts'
import type { ObjectBatch } from './types.ts'

const STAGED_AT_ONCE = 16

/**
 * Sources, then Versions, then Components in the order given, then the index: a reader, or a crash at any point, sees a
 * component's new head only when all it needs is there. What killed writers left goes first.
 */
export async function writeBatch(root: string, batch: ObjectBatch): Promise<void> {
  try {
    sweepTemporary(root)
    await eachInSlices(batch.sources, ({ hash, body }) => writeNew(root, checkedSource(hash, body)))
    await eachInSlices(batch.versions, ({ hash, version }) => writeNew(root, encodeVersion(version, hash)))
    await writeComponents(root, batch.components)
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
  if (!hasObject(root, object.hash)) writeWhole(root, objectFile(root, object.hash), encodeObject(object))
}

/** All are staged before the first is renamed: the moment in which some are new and some old is short. */
async function writeComponents(root: string, components: readonly ComponentObject[]): Promise<void> {
  const files = components.map((component) => encodeFile(root, component)).filter(isChanged)
  const staged: { temporary: string; path: string }[] = []
  try {
    await eachLimited(files, STAGED_AT_ONCE, async ({ path, data }, index) => {
      staged[index] = { temporary: await stage(root, path, data), path }
    })
    for (const { temporary, path } of staged) renameSync(temporary, path)
  } catch (error) {
    for (const file of staged) if (file) rmSync(file.temporary, { force: true })
    throw error
  }
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
