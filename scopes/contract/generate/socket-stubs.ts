import type { Model } from './model.ts'
import { docComment } from './names.ts'
import { moduleSource, typesExport, typesImport } from './part-source.ts'

/** `index.ts` of the client: connects to a provider. */
export function socketClient(model: Model): string {
  const { name, value, document, exchanges } = model
  const imports = [
    `import {
      connectSocket,
      type SocketClient,
      type SocketClientHandlers,
      type SocketClientOptions,
    } from '@tessera/runtime.sockets/client'`,
    typesImport(model),
    "import { definition } from './definition.ts'",
  ]
  const sent = exchanges.find(({ sentBy }) => sentBy !== 'provider')
  const example = sent && `@example await link.${sent.reply ? 'request' : 'send'}.${sent.key}(…)`
  const comment = docComment([
    ...[document.summary, document.description],
    'Both ways are validated; the connection is made anew when it breaks, and goes on where it was.',
    example,
  ])
  return moduleSource(imports, [
    typesExport(model),
    `/** One function for each item of ${document.id} that the provider sends. */
export type ${name}ClientHandlers = SocketClientHandlers<${name}>
/** A connection to a provider of ${document.id}. */
export type ${name}Client = SocketClient<${name}>
export type ${name}ClientOptions = SocketClientOptions

${comment}export function ${value}Client(handlers: ${name}ClientHandlers, options: ${name}ClientOptions): Promise<${name}Client> {
  return connectSocket<${name}>(definition, handlers, options)
}
`,
  ])
}

/** `index.ts` of the server: takes connections of consumers. */
export function socketServer(model: Model): string {
  const { name, value, document } = model
  const imports = [
    `import {
      serveSocket,
      type SocketConnection,
      type SocketServer,
      type SocketServerHandlers,
      type SocketServerOptions,
    } from '@tessera/runtime.sockets/server'`,
    typesImport(model),
    "import { definition } from './definition.ts'",
  ]
  const comment = docComment([
    ...[document.summary, document.description],
    'Both ways are validated; a handler knows the connection an item came over, and may send and ask over it.',
  ])
  return moduleSource(imports, [
    typesExport(model),
    `/** One function for each item of ${document.id} that consumers send. */
export type ${name}Handlers = SocketServerHandlers<${name}>
/** One consumer of ${document.id} that is connected. */
export type ${name}Connection = SocketConnection<${name}>
/** A provider of ${document.id}. */
export type ${name}Server = SocketServer<${name}>
export type ${name}ServerOptions = SocketServerOptions<${name}>

${comment}export function ${value}Server(handlers: ${name}Handlers, options: ${name}ServerOptions = {}): ${name}Server {
  return serveSocket<${name}>(definition, handlers, options)
}
`,
  ])
}
