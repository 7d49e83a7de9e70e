import { byteLength } from '@tessera/runtime.core'
import type { Frame, MalformedFrame } from './frames.ts'

/** A frame as it travels. */
export interface EncodedFrame {
  readonly text: string
  /** In UTF-8. */
  readonly bytes: number
  /** Nobody waits for an answer to it. */
  readonly isMessage?: true
}

/** Who reads what comes over a transport. */
export interface Receiver {
  frame(text: string, bytes: number): void
  /** Bytes came in, if only part of a frame: the other side is alive. */
  heard(): void
  /** What came is no frame; `frame` may throw the same. */
  malformed(error: MalformedFrame): void
  /** Once, whoever closed it. */
  closed(reason: Error): void
}

/** Carries frames in order until it breaks. */
export interface Transport {
  /** Does not wait: who sends keeps to the window. Nothing happens where it is closed. */
  send(frame: EncodedFrame): void
  /** Hands over to `receiver` from the next frame on. */
  receive(receiver: Receiver): void
  /** Takes frames of so many bytes from now on. */
  limit(maxFrameBytes: number): void
  /** Reads no more, and closes once all that was sent has gone out, or by force where that takes too long. */
  end(): void
  /** Closes at once. */
  destroy(reason: Error): void
}

export function encodeText(text: string): EncodedFrame {
  return { text, bytes: byteLength(text) }
}

export function encodeFrame(frame: Frame): EncodedFrame {
  return encodeText(JSON.stringify(frame))
}
