import type { DialOptions } from './dial.ts'
import type { TlsOptions } from './options.ts'
import type { Transport } from './transport.ts'
import { type WebSocketLike, webSocketTransport } from './websocket-transport.ts'

/** Over the WebSocket of the browser, or that of `ws`, which knows about certificates and limits. */
export async function dialWebSocket(url: URL, { tls, maxFrameBytes, signal }: DialOptions): Promise<Transport> {
  const socket = inNode() ? await nodeWebSocket(url, { tls, maxFrameBytes }) : new globalThis.WebSocket(url)
  await opened(socket, signal)
  return webSocketTransport(socket, maxFrameBytes)
}

function inNode(): boolean {
  return globalThis.process?.versions?.node !== undefined
}

async function nodeWebSocket(url: URL, limits: NodeOptions): Promise<WebSocketLike> {
  const { WebSocket } = await import('ws')
  return new WebSocket(url, { ...limits.tls, perMessageDeflate: false, maxPayload: limits.maxFrameBytes })
}

interface NodeOptions {
  readonly tls: TlsOptions | undefined
  readonly maxFrameBytes: number
}

function opened(socket: WebSocketLike, signal: AbortSignal): Promise<void> {
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
