import { WebSocket } from 'ws'
import type { DialOptions } from './dial.ts'
import type { TlsOptions } from './options.ts'
import type { Transport } from './transport.ts'
import { type Corked, opened, webSocketTransport } from './websocket-transport.ts'

/** Over the WebSocket of `ws`, which knows about certificates and limits. */
export async function dialWebSocket(
  url: URL,
  tls: TlsOptions | undefined,
  { maxFrameBytes, signal }: DialOptions,
): Promise<Transport> {
  const socket = new WebSocket(url, { ...tls, perMessageDeflate: false, maxPayload: maxFrameBytes })
  let stream: Corked | undefined
  socket.once('upgrade', (response) => (stream = response.socket))
  await opened(socket, signal)
  return webSocketTransport(socket, { maxFrameBytes, stream })
}
