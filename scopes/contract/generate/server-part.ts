import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { type Model, partPackage } from './model.ts'
import { docComment } from './names.ts'

/** The server: a typed function that serves handlers, over the definition and its checks. */
export function serverPart(model: Model): Record<string, string> {
  return {
    'index.ts': index(model),
    'definition.ts': definitionFile(model),
    'checks.ts': checksFile(model, 'provider'),
  }
}

function index(model: Model): string {
  const { name, value, document } = model
  const types = partPackage(document, 'types')
  return `import type { Handlers } from '@tessera/runtime.core'
import { type HttpServer, type HttpServerOptions, serveHttp } from '@tessera/runtime.http/server'
import type { ${name} } from '${types}'
import { definition } from './definition.ts'

export type * from '${types}'

/** One function for each operation of ${document.id}. */
export type ${name}Handlers = Handlers<${name}>
/** A provider of ${document.id}: listens by itself, or is a plugin of a fastify application. */
export type ${name}Server = HttpServer
export type ${name}ServerOptions = HttpServerOptions

${docComment([document.summary, document.description, 'Requests are validated before a handler sees them, and replies before they leave.'])}export function ${value}Server(handlers: ${name}Handlers, options: ${name}ServerOptions = {}): ${name}Server {
  return serveHttp<${name}>(definition, handlers, options)
}
`
}
