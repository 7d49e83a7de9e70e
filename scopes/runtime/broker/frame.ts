/**
 * What travels between the embedded broker and its clients, and stands in its log: a JSON head and bytes behind it.
 * Length of both together, length of the head (each 32 bits, big-endian), head, bytes.
 */
export interface Frame {
  readonly head: unknown
  readonly bytes: Buffer
}

const EMPTY = Buffer.alloc(0)

export function encodeFrame(head: unknown, bytes: Uint8Array = EMPTY): Buffer {
  const text = JSON.stringify(head)
  const headLength = Buffer.byteLength(text)
  const frame = Buffer.allocUnsafe(8 + headLength + bytes.length)
  frame.writeUInt32BE(4 + headLength + bytes.length, 0)
  frame.writeUInt32BE(headLength, 4)
  frame.write(text, 8)
  frame.set(bytes, 8 + headLength)
  return frame
}

/** A frame without the length before it. Its bytes are a view. @throws SyntaxError or RangeError where it is none */
export function decodeFrame(content: Buffer): Frame {
  const headLength = content.length < 4 ? Infinity : content.readUInt32BE(0)
  if (headLength > content.length - 4) throw new RangeError('the head of a frame is cut off')
  return {
    head: JSON.parse(content.toString('utf8', 4, 4 + headLength)),
    bytes: content.subarray(4 + headLength),
  }
}

/** Cuts a stream into frames: give it chunks as they come. @throws RangeError where one is larger than `maxBytes` */
export function createFrameReader(maxBytes: number): (chunk: Buffer) => readonly Frame[] {
  let rest: Buffer[] = []
  let length = 0
  return (chunk) => {
    rest.push(chunk)
    length += chunk.length
    if (length < 4) return []
    const first = rest[0] as Buffer
    // A large frame comes in many chunks: they are put together once, not each time.
    if (first.length >= 4 && length < 4 + checkedLength(first, 0, maxBytes)) return []
    const all = rest.length === 1 ? first : Buffer.concat(rest, length)
    const frames: Frame[] = []
    let offset = 0
    while (all.length - offset >= 4) {
      const end = offset + 4 + checkedLength(all, offset, maxBytes)
      if (end > all.length) break
      frames.push(decodeFrame(all.subarray(offset + 4, end)))
      offset = end
    }
    rest = offset === all.length ? [] : [all.subarray(offset)]
    length = all.length - offset
    return frames
  }
}

function checkedLength(bytes: Buffer, offset: number, maxBytes: number): number {
  const size = bytes.readUInt32BE(offset)
  if (size > maxBytes) throw new RangeError(`a frame of ${size} bytes is more than the ${maxBytes} there may be`)
  return size
}
