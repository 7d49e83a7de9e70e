import type { Address } from './address.ts'
import type { TlsOptions } from './options.ts'
import type { Transport } from './transport.ts'

export interface DialOptions {
  readonly maxFrameBytes: number
  /** Gives up. */
  readonly signal: AbortSignal
}

/**
 * Opens a transport.
 * @throws what the socket fails with, or the signal's reason
 */
export type Dial = (options: DialOptions) => Promise<Transport>

/** @throws TypeError where nothing can be opened to `address` from here */
export type OpenDial = (address: Address, tls: TlsOptions | undefined) => Dial
