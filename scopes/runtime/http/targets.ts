import { type Breaker, createBreaker } from './breaker.ts'
import type { HttpClientOptions } from './client.ts'
import type { OpenTransport, Transport } from './transport.ts'

/** One base URL with its connections and its health. */
export interface Target {
  readonly transport: Transport
  /** Path of the base URL, without a slash at its end. */
  readonly prefix: string
  readonly breaker: Breaker
}

/** The base URLs of a client. */
export interface Targets {
  readonly size: number
  /** The next that is healthy, by turns, and only where there is no other one `failed`; a place of its breaker is taken. */
  next(failed?: Target): Target | undefined
  close(): Promise<void>
}

/** @throws TypeError where there is no base URL, or one is none of http or https, or holds more than a path */
export function createTargets(options: HttpClientOptions, open: OpenTransport): Targets {
  const { baseUrl } = options
  const urls = typeof baseUrl === 'string' || baseUrl instanceof URL ? [baseUrl] : baseUrl
  if (urls.length === 0) throw new TypeError('baseUrl must name at least one')
  const targets = urls.map((url) => createTarget(readBaseUrl(url), options, open))
  let turn = 0
  return {
    size: targets.length,
    next(failed) {
      const [only] = targets
      if (targets.length === 1 && only !== undefined) return only.breaker.enter() ? only : undefined
      turn = (turn + 1) % targets.length
      const ordered = [...targets.slice(turn), ...targets.slice(0, turn)]
      const fresh = failed === undefined ? ordered : ordered.filter((target) => target !== failed)
      return fresh.find(({ breaker }) => breaker.enter()) ?? (failed?.breaker.enter() ? failed : undefined)
    },
    close: async () => void (await Promise.all(targets.map(({ transport }) => transport.close()))),
  }
}

function createTarget(base: URL, options: HttpClientOptions, open: OpenTransport): Target {
  const breaker = options.breaker === false ? ALWAYS : createBreaker(options.breaker)
  return { transport: open(base.origin, options), prefix: base.pathname.replace(/\/+$/, ''), breaker }
}

const ALWAYS: Breaker = { enter: () => true, leave: () => {} }

function readBaseUrl(baseUrl: string | URL): URL {
  // Of the page that this runs in, if any.
  const { location } = globalThis as { readonly location?: URL }
  const url = new URL(baseUrl, location?.href)
  if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new TypeError('baseUrl must be http(s)://host[:port][/path]; credentials belong into headers')
  }
  return url
}
