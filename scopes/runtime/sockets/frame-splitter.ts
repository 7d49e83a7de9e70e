import { isUtf8 } from 'node:buffer'
import { MalformedFrame } from './frames.ts'

/** Bytes of the length that stands before each frame. */
export const LENGTH_BYTES = 4

/**
 * Cuts a stream of bytes into frames: each is its length, 4 bytes big-endian, and as many bytes of UTF-8. Returns what
 * takes the next bytes; it holds no more than one frame.
 * @throws MalformedFrame from what is returned, on a frame that is empty, longer than `maxBytes` or no UTF-8
 */
export function createFrameSplitter(
  maxBytes: () => number,
  onFrame: (text: string, bytes: number) => void,
): (chunk: Buffer) => void {
  let rest: Buffer[] = []
  let held = 0
  let wanted = LENGTH_BYTES

  /** Chunks are joined only when a whole frame is there: a frame in a thousand pieces is copied once. */
  return (chunk) => {
    held += chunk.length
    rest.push(chunk)
    if (held < wanted) return
    const bytes = rest.length === 1 ? chunk : Buffer.concat(rest, held)
    const end = eachFrame(bytes, maxBytes(), onFrame)
    rest = end === bytes.length ? [] : [bytes.subarray(end)]
    held = bytes.length - end
    wanted = held < LENGTH_BYTES ? LENGTH_BYTES : LENGTH_BYTES + frameLength(bytes, end, maxBytes())
  }
}

/** Where the last whole frame ends. */
function eachFrame(bytes: Buffer, maxBytes: number, onFrame: (text: string, bytes: number) => void): number {
  let at = 0
  while (bytes.length - at >= LENGTH_BYTES) {
    const length = frameLength(bytes, at, maxBytes)
    const end = at + LENGTH_BYTES + length
    if (end > bytes.length) return at
    onFrame(decodeText(bytes, at + LENGTH_BYTES, end), length)
    at = end
  }
  return at
}

function frameLength(bytes: Buffer, at: number, maxBytes: number): number {
  const length = bytes.readUInt32BE(at)
  if (length === 0) throw new MalformedFrame('an empty frame')
  if (length > maxBytes) throw new MalformedFrame(`a frame of ${length} bytes, at most ${maxBytes} are taken`)
  return length
}

/** Bytes that are no UTF-8 would turn into U+FFFD without a word; looking for that first is cheaper. */
function decodeText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end)
  if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) throw new MalformedFrame('a frame must be UTF-8')
  return text
}
