import type { Address } from './address.ts'
import type { TlsOptions } from './options.ts'
import type { Transport } from './transport.ts'

export interface DialOptions {
  readonly tls: TlsOptions | undefined
  readonly maxFrameBytes: number
  /** Gives up. */
  readonly signal: AbortSignal
}

/**
 * Opens a transport to `address`. What only one kind of address needs is loaded with it: a browser has WebSockets, and
 * nothing else.
 * @throws what the socket fails with, or the signal's reason
 */
export async function dial(address: Address, options: DialOptions): Promise<Transport> {
  if ('url' in address) {
    const { dialWebSocket } = await import('./dial-websocket.ts')
    return dialWebSocket(address.url, options)
  }
  const { dialStream } = await import('./dial-stream.ts')
  return dialStream(address, options)
}
