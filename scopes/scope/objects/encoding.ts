import { deflateSync, inflateSync } from 'node:zlib'
import { isRecord, sha1 } from '@tessera/core.model'
import { corruptObject } from './corrupt.ts'
import { componentHash, isHash, sourceHash } from './hashes.ts'
import { MAX_OBJECT_BYTES } from './limits.ts'
import type { ObjectType, RawObject } from './types.ts'

const TYPES: ReadonlySet<string> = new Set<ObjectType>([
  'Source',
  'Component',
  'Version',
  'ScopeMeta',
  'VersionHistory',
  'Symlink',
  'Lane',
  'LaneHistory',
  'ExportMetadata',
])
/** Nothing in their body tells these apart. */
const ONLY_IN_HEADER: ReadonlySet<ObjectType> = new Set<ObjectType>(['Version', 'Lane'])
const HEADER_LIMIT = 256
/** Who keeps what zlib gave keeps the whole chunk that it lies in: a small object gets a small one. */
const CHUNK_BYTES = 16_384

/** The file of an object: zlib over header and body. The same object gives the same bytes. */
export function encodeObject(object: RawObject): Buffer {
  // Bit counts UTF-16 units, not bytes.
  const length = object.body.toString('utf8').length
  const content = Buffer.concat([Buffer.from(`${object.type} ${object.hash} ${length}\0`), object.body])
  return deflateSync(content, { chunkSize: Math.min(CHUNK_BYTES, 64 + content.length) })
}

/**
 * Reads an object's file. With `hash` (its name) it must also be the object of that hash.
 * @throws TesseraError `CORRUPT_OBJECT`
 */
export function decodeObject(file: Uint8Array, hash?: string): RawObject {
  const what = hash === undefined ? 'an object' : `object ${hash}`
  const content = inflate(file, what)
  const end = content.subarray(0, HEADER_LIMIT).indexOf(0)
  if (end < 0) throw corruptObject(what, 'it has no header')
  const [type = '', stated = ''] = content.toString('latin1', 0, end).split(' ')
  if (!isObjectType(type)) throw corruptObject(what, `"${type}" is no type of object`)
  const body = content.subarray(end + 1)
  const actual = hashOf(type, stated, body) ?? (ONLY_IN_HEADER.has(type) ? undefined : hash)
  if (!isHash(actual)) throw corruptObject(what, 'its header holds no hash')
  if (hash !== undefined && actual !== hash) throw corruptObject(what, `its content is that of ${type} ${actual}`)
  return { type, hash: actual, body }
}

function inflate(file: Uint8Array, what: string): Buffer {
  if (file.length === 0) throw corruptObject(what, 'its file is empty')
  try {
    const chunkSize = Math.min(CHUNK_BYTES, 512 + 3 * file.length)
    return inflateSync(file, { maxOutputLength: MAX_OBJECT_BYTES, chunkSize })
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    const why = tooLarge ? `it inflates to more than ${MAX_OBJECT_BYTES} bytes` : (cause as Error).message
    throw corruptObject(what, why, cause)
  }
}

function isObjectType(type: string): type is ObjectType {
  return TYPES.has(type)
}

/** What the content says its hash is; the header counts only for types whose body does not tell. */
function hashOf(type: ObjectType, stated: string, body: Buffer): string | undefined {
  if (type === 'Source') return sourceHash(body)
  if (type === 'Component') return hashOfName(body, (scope, name) => componentHash({ scope, name }))
  if (type === 'VersionHistory') return hashOfName(body, (scope, name) => sha1(`${scope}/${name}:VersionHistory`))
  return isHash(stated) ? stated : undefined
}

function hashOfName(body: Buffer, hash: (scope: string, name: string) => string): string | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (!isRecord(value) || typeof value['name'] !== 'string') return undefined
    return hash(String(value['scope']), value['name'])
  } catch {
    // What is wrong with the JSON is said where the body is read.
    return undefined
  }
}
