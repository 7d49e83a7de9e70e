import type { OpenDial } from './dial.ts'

/** Over whatever the address says; what only one kind of address needs is loaded with it. */
export const nodeDial: OpenDial = (address, tls) => async (options) => {
  if ('url' in address) {
    const { dialWebSocket } = await import('./dial-websocket.ts')
    return dialWebSocket(address.url, tls, options)
  }
  const { dialStream } = await import('./dial-stream.ts')
  return dialStream(address, tls, options)
}
