import type { HttpDefinition, HttpMethod } from '@tessera/runtime.core'
import { pathMatcher } from './path.ts'
import type { OperationReader } from './read-request.ts'

export interface Routes {
  /** The operation that answers; HEAD is answered as GET. */
  find(method: string, pathname: string): OperationReader | undefined
  /** Methods that this path has; none where it is unknown. */
  allowed(pathname: string): readonly string[]
}

interface Route {
  readonly reader: OperationReader
  readonly method: HttpMethod
  readonly rank: string
}

/** Finds the operation of a request; fixed parts of a path go before parameters. */
export function createRoutes(definition: HttpDefinition): Routes {
  const routes = createReaders(definition)
    .map((reader): Route => ({ reader, method: reader.operation.method, rank: rank(reader.operation.path) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  const fixed = new Map<string, OperationReader>()
  for (const { reader, method } of routes) {
    const { path } = reader.operation
    if (!path.includes('{') && !fixed.has(`${method} ${path}`)) fixed.set(`${method} ${path}`, reader)
  }
  const bySize = new Map<number, Route[]>()
  for (const route of routes) {
    const size = segments(route.reader.operation.path)
    bySize.set(size, [...(bySize.get(size) ?? []), route])
  }
  const matching = (pathname: string): readonly Route[] =>
    (bySize.get(segments(pathname)) ?? []).filter(({ reader }) => reader.match(pathname) !== undefined)
  return {
    find(method, pathname) {
      const wanted = method === 'HEAD' ? 'GET' : method
      return fixed.get(`${wanted} ${pathname}`) ?? matching(pathname).find((route) => route.method === wanted)?.reader
    },
    allowed: (pathname) => allowHeader(matching(pathname).map((route) => route.method)),
  }
}

/** How each operation reads its requests. `mounted`: below a path that the operations do not name. */
export function createReaders(definition: HttpDefinition, mounted = false): readonly OperationReader[] {
  return Object.entries(definition.operations).map(([name, operation]) => ({
    name,
    operation,
    match: pathMatcher(operation.path, mounted),
  }))
}

function segments(path: string): number {
  return path.split('/').length
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
