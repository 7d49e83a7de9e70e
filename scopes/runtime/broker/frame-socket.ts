import type { Socket } from 'node:net'
import { createFrameReader, encodeFrame, type Frame } from './frame.ts'

/** Frames over a socket. */
export interface FrameSocket {
  /** What is sent in one turn goes out together. */
  send(head: unknown, bytes?: Uint8Array): void
  /** Ends the connection; at once where a reason is given. */
  close(error?: Error): void
}

export interface FrameListener {
  readonly onFrame: (frame: Frame) => void
  /** Once, whoever ended it. */
  readonly onClose: (error: Error | undefined) => void
}

/** How long what was sent last may take to go out. */
const LAST_WORDS_MS = 1000

/** Larger frames end the connection. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024

export function createFrameSocket(socket: Socket, { onFrame, onClose }: FrameListener): FrameSocket {
  const read = createFrameReader(MAX_FRAME_BYTES)
  let waiting: Buffer[] = []
  let failure: Error | undefined

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of read(chunk)) onFrame(frame)
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
  socket.on('error', (error) => (failure = error))
  socket.on('close', () => onClose(failure))

  function flush(): void {
    const all = waiting
    waiting = []
    if (!socket.destroyed && all.length > 0) socket.write(all.length === 1 ? (all[0] as Buffer) : Buffer.concat(all))
  }

  return {
    send(head, bytes) {
      waiting.push(encodeFrame(head, bytes))
      if (waiting.length === 1) setImmediate(flush)
    },
    close(error) {
      flush()
      if (error) socket.destroy(error)
      else {
        // A peer that is frozen must not hold this up.
        socket.end(() => socket.destroy())
        setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref()
      }
    },
  }
}
