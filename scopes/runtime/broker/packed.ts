import type { BrokerMessage } from './broker.ts'

/** A message as it is stored and sent on: only what is needed to route it is read. */
export interface Packed {
  readonly id: string
  readonly key?: string | undefined
  readonly bytes: Buffer
}

/** Where there is no key. */
const NO_KEY = 0xffffffff
/** Lengths of id, key and headers, each 32 bits, big-endian; then these three, then the body. */
const LENGTHS = 12

export function pack({ id, key, headers, body }: BrokerMessage): Buffer {
  const parts = [Buffer.from(id), Buffer.from(key ?? ''), Buffer.from(JSON.stringify(headers))] as const
  const lengths = Buffer.alloc(LENGTHS)
  lengths.writeUInt32BE(parts[0].length, 0)
  lengths.writeUInt32BE(key === undefined ? NO_KEY : parts[1].length, 4)
  lengths.writeUInt32BE(parts[2].length, 8)
  return Buffer.concat([lengths, ...parts, body])
}

/** Reads id and key. `bytes` is kept. */
export function route(bytes: Buffer): Packed {
  const { id, key } = ranges(bytes)
  const name = bytes.toString('utf8', id.start, id.end)
  return key ? { id: name, key: bytes.toString('utf8', key.start, key.end), bytes } : { id: name, bytes }
}

export function unpack(bytes: Buffer): BrokerMessage {
  const { headers, body } = ranges(bytes)
  const { id, key } = route(bytes)
  return {
    id,
    ...(key === undefined ? {} : { key }),
    headers: JSON.parse(bytes.toString('utf8', headers.start, headers.end)) as Record<string, string>,
    // Its own memory: what it came in is larger, and whoever keeps the body would keep all of that.
    body: new Uint8Array(bytes.subarray(body.start, body.end)),
  }
}

interface Range {
  readonly start: number
  readonly end: number
}

function ranges(bytes: Buffer): Record<'id' | 'headers' | 'body', Range> & { readonly key: Range | undefined } {
  if (bytes.length < LENGTHS) throw new RangeError('a message is cut off')
  const keyLength = bytes.readUInt32BE(4)
  const id = { start: LENGTHS, end: LENGTHS + bytes.readUInt32BE(0) }
  const key = { start: id.end, end: id.end + (keyLength === NO_KEY ? 0 : keyLength) }
  const headers = { start: key.end, end: key.end + bytes.readUInt32BE(8) }
  if (headers.end > bytes.length) throw new RangeError('a message is cut off')
  return { id, key: keyLength === NO_KEY ? undefined : key, headers, body: { start: headers.end, end: bytes.length } }
}
