import type { DialOptions } from './dial.ts'
import type { Transport } from './transport.ts'
import { type Corked, type WebSocketLike, webSocketTransport } from './websocket-transport.ts'

/** Over the WebSocket of the browser, or that of `ws`, which knows about certificates and limits. */
export async function dialWebSocket(url: URL, { tls, maxFrameBytes, signal }: DialOptions): Promise<Transport> {
  if (globalThis.process?.versions?.node !== undefined) return dialFromNode(url, { tls, maxFrameBytes, signal })
  const socket = new globalThis.WebSocket(url)
  await opened(socket, signal)
  return webSocketTransport(socket, { maxFrameBytes })
}

async function dialFromNode(url: URL, { tls, maxFrameBytes, signal }: DialOptions): Promise<Transport> {
  const { WebSocket } = await import('ws')
  const socket = new WebSocket(url, { ...tls, perMessageDeflate: false, maxPayload: maxFrameBytes })
  let stream: Corked | undefined
  socket.once('upgrade', (response) => (stream = response.socket))
  await opened(socket, signal)
  return webSocketTransport(socket, { maxFrameBytes, stream })
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
