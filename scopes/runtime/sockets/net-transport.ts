import type { Socket } from 'node:net'
import { createFrameSplitter, LENGTH_BYTES } from './frame-splitter.ts'
import { MalformedFrame } from './frames.ts'
import type { EncodedFrame, Receiver, Transport } from './transport.ts'

/** Milliseconds that a closing socket may take to get rid of what was written. */
const END_MS = 2000

/** Frames over a stream socket: TCP, TLS or unix. */
export function netTransport(socket: Socket, maxFrameBytes: number): Transport {
  let receiver: Receiver | undefined
  let failure: Error | undefined
  let limit = maxFrameBytes
  let queue: EncodedFrame[] = []

  const split = createFrameSplitter(
    () => limit,
    (text, bytes) => receiver?.frame(text, bytes),
  )
  function read(chunk: Buffer): void {
    receiver?.heard()
    try {
      split(chunk)
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error
      receiver?.malformed(error)
    }
  }
  /** From now on what comes is thrown away: an unread socket would never say that it was closed. */
  function stopReading(): void {
    socket.off('data', read)
    socket.resume()
  }

  socket.setNoDelay(true)
  socket.on('data', read)
  socket.on('error', (error) => (failure ??= error))
  socket.on('close', () => receiver?.closed(failure ?? new Error('the connection was closed')))

  /** All frames that one event leads to go out in one write. */
  function flush(): void {
    const frames = queue
    queue = []
    if (frames.length > 0 && socket.writable) socket.write(joinFrames(frames))
  }

  return {
    send(frame) {
      if (queue.push(frame) === 1) process.nextTick(flush)
    },
    receive: (next) => void (receiver = next),
    limit: (bytes) => void (limit = bytes),
    end() {
      stopReading()
      flush()
      socket.end()
      const late = setTimeout(() => socket.destroy(), END_MS)
      socket.once('close', () => clearTimeout(late))
    },
    destroy(reason) {
      failure ??= reason
      stopReading()
      socket.destroy()
    },
  }
}

function joinFrames(frames: readonly EncodedFrame[]): Buffer {
  const size = frames.reduce((sum, { bytes }) => sum + LENGTH_BYTES + bytes, 0)
  const joined = Buffer.allocUnsafe(size)
  let at = 0
  for (const { text, bytes } of frames) {
    at = joined.writeUInt32BE(bytes, at)
    at += joined.write(text, at, 'utf8')
  }
  return joined
}
