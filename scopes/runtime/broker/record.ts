import { crc32 } from 'node:zlib'

/** Length and checksum of the payload, each 32 bits, big-endian. */
const PREFIX = 8

/** A payload as it stands in a segment of the log. */
export function encodeRecord(payload: Buffer): Buffer {
  const record = Buffer.allocUnsafe(PREFIX + payload.length)
  record.writeUInt32BE(payload.length, 0)
  record.writeUInt32BE(crc32(payload), 4)
  record.set(payload, PREFIX)
  return record
}

/** Hands over each payload up to the first that is cut off or damaged; returns the bytes up to there. */
export function readRecords(segment: Buffer, take: (payload: Buffer) => void): number {
  let offset = 0
  while (segment.length - offset >= PREFIX) {
    const end = offset + PREFIX + segment.readUInt32BE(offset)
    if (end > segment.length) break
    const payload = segment.subarray(offset + PREFIX, end)
    // What was never written is zeros on some file systems: an empty payload with the right checksum.
    if (payload.length === 0 || crc32(payload) !== segment.readUInt32BE(offset + 4)) break
    take(payload)
    offset = end
  }
  return offset
}
