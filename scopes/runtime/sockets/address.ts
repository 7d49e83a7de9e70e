/** Where a server listens. */
export type Address = StreamAddress | WebSocketAddress
export type StreamAddress =
  | { readonly kind: 'tcp' | 'tls'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
export interface WebSocketAddress {
  readonly kind: 'ws' | 'wss'
  readonly host: string
  readonly port: number
  readonly url: URL
}

/**
 * Reads `tcp://host:port`, `tls://host:port`, `unix:/path`, `ws://host:port/path` or `wss://host:port/path`.
 * @throws TypeError where it is none of these
 */
export function parseAddress(address: string | URL): Address {
  // Of the page that this runs in, if any.
  const { location } = globalThis as { readonly location?: URL }
  const url = new URL(address, location?.href.replace(/^http/, 'ws'))
  const kind = url.protocol.slice(0, -1)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (url.username !== '' || url.password !== '')
    throw new TypeError('credentials belong into `token`, not into the URL')
  switch (kind) {
    case 'unix':
      if (url.pathname === '') throw new TypeError(`${url.href} names no path`)
      return { kind, path: decodeURIComponent(url.pathname) }
    case 'ws':
    case 'wss':
      return { kind, host, port: url.port === '' ? DEFAULT_PORTS[kind] : Number(url.port), url }
    case 'tcp':
    case 'tls':
      if (host === '' || url.port === '') throw new TypeError(`${url.href} must name a host and a port`)
      return { kind, host, port: Number(url.port) }
    default:
      throw new TypeError(`${url.href} must begin with tcp://, tls://, unix:, ws:// or wss://`)
  }
}

const DEFAULT_PORTS = { ws: 80, wss: 443 } as const

/** As clients write it. */
export function formatAddress(scheme: string, host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
