import { connect } from 'node:net'
import { Unavailable } from '@tessera/runtime.core'

/**
 * Connects once, so that a provider that does not run is said in one line, and not of each request.
 * @throws TypeError where the URL is none of HTTP; Unavailable where nobody listens there
 */
export async function assertReachable(url: string, waitMs: number): Promise<void> {
  const { hostname, port, protocol } = httpUrl(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) })
    const end = (settle: () => void): void => {
      socket.destroy()
      settle()
    }
    socket.setTimeout(waitMs, () => end(() => reject(new Unavailable('connect', `no answer in ${waitMs} ms`))))
    socket.once('connect', () => end(resolve))
    socket.once('error', (cause: Error) => end(() => reject(new Unavailable('connect', reasonOf(cause), cause))))
  })
}

function httpUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed
  throw new TypeError(
    `${parsed === undefined ? 'the URL' : `${parsed.protocol}//…`} must begin with http:// or https://`,
  )
}

/** A name with several addresses fails once for each; one of them says enough. */
function reasonOf(cause: Error): string {
  const [first] = cause instanceof AggregateError ? (cause.errors as readonly Error[]) : []
  return (first ?? cause).message
}
