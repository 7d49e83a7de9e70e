import type { OpenDial } from './dial.ts'
import { opened, webSocketTransport } from './websocket-transport.ts'

/** Over the WebSocket of the browser. */
export const browserDial: OpenDial = (address, tls) => {
  if (!('url' in address)) throw new TypeError('a browser connects to ws:// and wss:// only')
  if (tls !== undefined) throw new TypeError('certificates are up to the browser: leave out `tls`')
  return async ({ maxFrameBytes, signal }) => {
    const socket = new WebSocket(address.url)
    await opened(socket, signal)
    return webSocketTransport(socket, { maxFrameBytes })
  }
}
