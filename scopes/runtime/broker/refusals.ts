import { Unavailable } from '@tessera/runtime.core'

/** For whoever uses a broker after closing it. */
export function closedError(url: string): Unavailable {
  return new Unavailable(url, 'this broker was closed')
}
