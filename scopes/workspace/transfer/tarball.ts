import { gunzipSync, gzipSync } from 'node:zlib'
import { extract, pack } from 'tar-stream'

/** Path below the package's root, with forward slashes, to its bytes. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>

/** The date npm itself writes: 1985-10-26. */
const EPOCH = new Date('1985-10-26T08:15:00.000Z')
/** Byte of the gzip header that says on which system it was packed; 255 is "unknown". */
const GZIP_OS = 9

/** An npm tarball. The same files give the same bytes, whatever their order, dates, modes and owners were. */
export async function packTarball(files: PackageFiles): Promise<Buffer> {
  return gzip(await packTar(files))
}

/** The files of an npm tarball, without its one root folder. */
export async function readTarball(tarball: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const stream = extract()
  stream.end(gunzipSync(tarball))
  for await (const entry of stream) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    const { name, type } = entry.header
    if (type === 'file') files.set(name.slice(name.indexOf('/') + 1), Buffer.concat(chunks))
  }
  return files
}

/** Whether both hold the same archive: deflate may differ between versions of zlib, what it packs may not. */
export function sameTarball(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0 || gunzipSync(a).equals(gunzipSync(b))
}

async function packTar(files: PackageFiles): Promise<Buffer> {
  const stream = pack()
  const chunks: Buffer[] = []
  const read = (async () => {
    for await (const chunk of stream) chunks.push(chunk as Buffer)
  })()
  for (const path of [...files.keys()].toSorted()) {
    const body = Buffer.from(files.get(path) as Uint8Array)
    stream.entry({ name: `package/${path}`, mode: 0o644, mtime: EPOCH, uid: 0, gid: 0, type: 'file' }, body)
  }
  stream.finalize()
  await read
  return Buffer.concat(chunks)
}

function gzip(data: Buffer): Buffer {
  const packed = gzipSync(data, { level: 9 })
  packed[GZIP_OS] = 255
  return packed
}
