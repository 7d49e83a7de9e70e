import { Unavailable } from '@tessera/runtime.core'
import type { BrokerMessage } from './broker.ts'

/** For whoever uses a broker after closing it. */
export function closedError(url: string): Unavailable {
  return new Unavailable(url, 'this broker was closed')
}

/** For a message that no broker of this kind takes: no use in trying again. */
export function refuseLarge(url: string, { body }: BrokerMessage, maxBytes: number): void {
  if (body.length <= maxBytes) return
  throw new Unavailable(url, `a body of ${body.length} bytes is more than the ${maxBytes} that it takes`)
}
