import type { Model } from './model.ts'
import { docComment } from './names.ts'
import { moduleSource, typesExport, typesImport } from './part-source.ts'

/** `index.ts` of the client: sends to the provider, and handles what it sends. */
export function messagingClient(model: Model): string {
  const { name, value, document, exchanges } = model
  const imports = [
    "import { connectMessaging, type MessagingClient, type MessagingClientOptions } from '@tessera/runtime.messaging/client'",
    typesImport(model),
    DEFINITION_IMPORT,
  ]
  const sent = exchanges.find(({ sentBy }) => sentBy === 'consumer')
  const heard = exchanges.find(({ sentBy }) => sentBy === 'provider')
  const example = sent
    ? `@example await client.${sent.reply ? 'request' : 'send'}.${sent.key}(…)`
    : heard && `@example await client.subscribe({ ${heard.key}: (message) => … }, { service: '…' })`
  const comment = docComment([
    ...[document.summary, document.description],
    'Messages are validated both ways; a send resolves when the broker has confirmed it.',
    example,
  ])
  return moduleSource(imports, [
    typesExport(model),
    `/** A consumer of ${document.id}: \`send\` and \`request\` have the channels it sends on. */
export type ${name}Client = MessagingClient<${name}>
export type ${name}ClientOptions = MessagingClientOptions

${comment}export function ${value}Client(options: ${name}ClientOptions): Promise<${name}Client> {
  return connectMessaging<${name}>(definition, options)
}
`,
  ])
}

/** `index.ts` of the server: handles what consumers send, and sends to them. */
export function messagingServer(model: Model): string {
  const { name, value, document } = model
  const imports = [
    `import {
      type MessagingServer,
      type MessagingServerHandlers,
      type MessagingServerOptions,
      serveMessaging,
    } from '@tessera/runtime.messaging/server'`,
    typesImport(model),
    DEFINITION_IMPORT,
  ]
  const comment = docComment([
    ...[document.summary, document.description],
    'Messages are validated before a handler sees them, and replies before they leave. A message is acknowledged after its handler, tried again when that fails, and a dead letter in the end.',
  ])
  return moduleSource(imports, [
    typesExport(model),
    `/** One function for each channel of ${document.id} that consumers send on. */
export type ${name}Handlers = MessagingServerHandlers<${name}>
/** A provider of ${document.id}: \`send\` and \`request\` have the channels it sends on. */
export type ${name}Server = MessagingServer<${name}>
export type ${name}ServerOptions = MessagingServerOptions

${comment}export function ${value}Server(handlers: ${name}Handlers, options: ${name}ServerOptions): Promise<${name}Server> {
  return serveMessaging<${name}>(definition, handlers, options)
}
`,
  ])
}

const DEFINITION_IMPORT = "import { definition } from './definition.ts'"
