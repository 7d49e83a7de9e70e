import { createRequire } from 'node:module'
import type Binary from 'isbinaryfile'

const CARRIAGE_RETURN = 0x0d

/** The bytes a file is stored as: CRLF and lone CR become LF, binary files stay as they are. */
export function normaliseText(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!buffer.includes(CARRIAGE_RETURN) || isBinary(buffer)) return buffer
  return Buffer.from(buffer.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1')
}

let detector: typeof Binary | undefined

/** Whether bytes are no text, as Bit tells. The detector is loaded when it is asked: most files have no carriage return. */
export function isBinary(buffer: Buffer): boolean {
  detector ??= createRequire(import.meta.url)('isbinaryfile') as typeof Binary
  return detector.isBinaryFileSync(buffer)
}
