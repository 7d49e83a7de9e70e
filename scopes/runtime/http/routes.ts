import type { HttpDefinition, HttpMethod } from '@tessera/runtime.core'
import { pathMatcher } from './path.ts'

export interface Routes {
  /** The operation that answers; HEAD is answered as GET. */
  find(method: string, pathname: string): string | undefined
  /** Methods that this path has; none where it is unknown. */
  allowed(pathname: string): readonly string[]
}

/** Finds the operation of a request; fixed parts of a path go before parameters. */
export function createRoutes(definition: HttpDefinition): Routes {
  const routes = Object.entries(definition.operations)
    .map(([name, { method, path }]) => ({ name, method, rank: rank(path), match: pathMatcher(path) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  const matching = (pathname: string) => routes.filter((route) => route.match(pathname) !== undefined)
  return {
    find(method, pathname) {
      const wanted = method === 'HEAD' ? 'GET' : method
      return matching(pathname).find((route) => route.method === wanted)?.name
    },
    allowed: (pathname) => allowHeader(matching(pathname).map((route) => route.method)),
  }
}

function allowHeader(methods: readonly HttpMethod[]): string[] {
  const all = new Set<string>(methods)
  if (all.size === 0) return []
  if (all.has('GET')) all.add('HEAD')
  return [...all, 'OPTIONS'].toSorted()
}

/** Sorts a fixed segment before one with a parameter, segment by segment. */
function rank(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.includes('{') ? (segment.startsWith('{') && segment.endsWith('}') ? '2' : '1') : '0'))
    .join('')
}
