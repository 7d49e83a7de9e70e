import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpDefinition } from '@tessera/runtime.core'

/** Whose pages may call from a browser. */
export interface CorsOptions {
  /** `https://shop.example`, one by one, or asked for each; `*`: any page. */
  readonly origins: '*' | readonly string[] | ((origin: string) => boolean)
  /** Whether the browser may send its cookies along; not to any page. */
  readonly credentials?: boolean
  /** How long a browser may remember what it was told; 600 where nothing is said. */
  readonly maxAgeSeconds?: number
}

/** Says on a response who may read it; whether the request was a browser's question about another, and is answered. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean

/** @throws TypeError where any page might send cookies */
export function createCors(definition: HttpDefinition, options: CorsOptions): Cors {
  const { origins, credentials = false, maxAgeSeconds = 600 } = options
  if (origins === '*' && credentials) throw new TypeError('cors: name the origins whose pages may send cookies')
  const may = allowing(origins)
  const methods = [...new Set(Object.values(definition.operations).map(({ method }) => method))].join(', ')
  const exposed = readable(definition).join(', ')

  return ({ method, headers }, response) => {
    const { origin } = headers
    const asked = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
    response.setHeader('vary', asked ? 'origin, access-control-request-headers' : 'origin')
    if (origin !== undefined && may(origin)) {
      response.setHeader('access-control-allow-origin', origins === '*' ? '*' : origin)
      if (credentials) response.setHeader('access-control-allow-credentials', 'true')
      if (asked) {
        response.setHeader('access-control-allow-methods', methods)
        // What is sent besides what the contract names does no harm: nothing of it is read.
        response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '')
        response.setHeader('access-control-max-age', String(maxAgeSeconds))
      } else response.setHeader('access-control-expose-headers', exposed)
    }
    if (asked) response.writeHead(204).end()
    return asked
  }
}

function allowing(origins: CorsOptions['origins']): (origin: string) => boolean {
  if (typeof origins === 'function') return origins
  return origins === '*' ? () => true : (origin) => origins.includes(origin)
}

/** Headers of responses that a client looks at. */
function readable({ operations }: HttpDefinition): string[] {
  const responses = Object.values(operations).flatMap((operation) => Object.values(operation.responses))
  const declared = responses.flatMap(({ headers }) => Object.keys(headers?.types ?? {}))
  return [...new Set(['retry-after', ...declared.map((name) => name.toLowerCase())])]
}
