import { MalformedFrame } from './frames.ts'
import { encodeText, type Receiver, type Transport } from './transport.ts'

/** What a browser's WebSocket and that of `ws` have in common. */
export interface WebSocketLike {
  send(text: string): void
  close(code?: number, reason?: string): void
  /** Only `ws` can: closes without a handshake. */
  terminate?(): void
  addEventListener(type: 'open', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void
}

const NORMAL_CLOSURE = 1000
/** Milliseconds that the closing handshake may take. */
const END_MS = 2000

/** Resolves when a WebSocket is open; it is closed where the signal says so first. */
export function opened(socket: WebSocketLike, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      socket.close()
      reject(signal.reason as Error)
    }
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    const settle = (end: () => void): void => {
      signal.removeEventListener('abort', giveUp)
      end()
    }
    socket.addEventListener('open', () => settle(resolve))
    socket.addEventListener('error', ({ message = 'the WebSocket could not be opened' }) =>
      settle(() => reject(new Error(message))),
    )
  })
}

/** The stream below a WebSocket, where it can be reached. */
export interface Corked {
  cork(): void
  uncork(): void
}

export interface WebSocketTransportOptions {
  readonly maxFrameBytes: number
  /** Lets all messages that one event leads to go out in one write. */
  readonly stream?: Corked | undefined
}

/** Frames over an open WebSocket: each is one text message. */
export function webSocketTransport(
  socket: WebSocketLike,
  { maxFrameBytes, stream }: WebSocketTransportOptions,
): Transport {
  let corked = false
  let receiver: Receiver | undefined
  let failure: Error | undefined
  let open = true
  let limit = maxFrameBytes

  function read(data: unknown): void {
    if (typeof data !== 'string') throw new MalformedFrame('a frame must be a text message')
    const { bytes } = encodeText(data)
    if (bytes > limit) throw new MalformedFrame(`a frame of ${bytes} bytes, at most ${limit} are taken`)
    receiver?.frame(data, bytes)
  }
  function uncork(): void {
    corked = false
    stream?.uncork()
  }

  socket.addEventListener('message', ({ data }) => {
    if (!open) return
    receiver?.heard()
    try {
      read(data)
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error
      receiver?.malformed(error)
    }
  })
  socket.addEventListener('error', ({ message = 'the WebSocket failed' }) => (failure ??= new Error(message)))
  socket.addEventListener('close', ({ code, reason }) => {
    open = false
    receiver?.closed(failure ?? new Error(`the WebSocket was closed with ${code} ${reason}`.trim()))
  })

  return {
    send({ text }) {
      if (!open) return
      if (stream && !corked) {
        corked = true
        stream.cork()
        process.nextTick(uncork)
      }
      socket.send(text)
    },
    receive: (next) => void (receiver = next),
    limit: (bytes) => void (limit = bytes),
    end() {
      open = false
      socket.close(NORMAL_CLOSURE)
      if (!socket.terminate) return
      const late = setTimeout(() => socket.terminate?.(), END_MS)
      socket.addEventListener('close', () => clearTimeout(late))
    },
    destroy(reason) {
      open = false
      failure ??= reason
      if (socket.terminate) socket.terminate()
      else socket.close(NORMAL_CLOSURE)
    },
  }
}
