import type { Model } from './model.ts'
import { docComment, keyCode, literal } from './names.ts'
import { moduleSource, typesExport, typesImport } from './part-source.ts'

/** `index.ts` of the client: calls the operations; where there are webhooks, receives them. */
export function httpClient(model: Model): string {
  const { name, webhooks } = model
  const aliases = aliasesOf(model)
  const imports = [
    ...(webhooks.length === 0 ? [] : ["import type { Handlers } from '@tessera/runtime.core'"]),
    "import { connectHttp, type HttpClient, type HttpClientOptions } from '@tessera/runtime.http/client'",
    ...(webhooks.length === 0 ? [] : [SERVER_IMPORT]),
    typesImport(model, [name, ...(aliases === '' ? [] : [`${name}Aliases`]), ...webhookTypes(model)]),
    `import { definition${webhooks.length === 0 ? '' : ', webhooks'} } from './definition.ts'`,
  ]
  return moduleSource(imports, [typesExport(model), connects(model, aliases), aliases, receives(model)])
}

/** `index.ts` of the server: serves the operations; where there are webhooks, calls them. */
export function httpServer(model: Model): string {
  const { name, webhooks } = model
  const imports = [
    "import type { Handlers } from '@tessera/runtime.core'",
    ...(webhooks.length === 0
      ? []
      : ["import { connectHttp, type HttpClient, type HttpClientOptions } from '@tessera/runtime.http/client'"]),
    SERVER_IMPORT,
    typesImport(model, [name, ...webhookTypes(model)]),
    `import { definition${webhooks.length === 0 ? '' : ', webhooks'} } from './definition.ts'`,
  ]
  return moduleSource(imports, [typesExport(model), serves(model), calls(model)])
}

const SERVER_IMPORT =
  "import { type HttpServer, type HttpServerOptions, serveHttp } from '@tessera/runtime.http/server'"

function webhookTypes({ name, webhooks }: Model): string[] {
  return webhooks.length === 0 ? [] : [`${name}Webhooks`]
}

function connects({ name, value, document, operations }: Model, aliases: string): string {
  const [first] = operations
  const example = first && `@example const reply = await client.call.${first.key}(…)`
  const type = aliases === '' ? name : `${name} & ${name}Aliases`
  return `/** A client of ${document.id}: \`call\` has its operations. */
export type ${name}Client = HttpClient<${type}>
export type ${name}ClientOptions = HttpClientOptions

${docComment([document.summary, document.description, 'Requests and replies are validated; calls reject with a RuntimeError where they fail.', example])}export function ${value}Client(options: ${name}ClientOptions): ${name}Client {
  return connectHttp<${type}>(${aliases === '' ? 'definition' : 'withAliases'}, options)
}
`
}

/** Former names are further operations of the definition. */
function aliasesOf({ operations }: Model): string {
  const members = operations.flatMap(({ key, aliases = [] }) =>
    aliases.map((alias) => `${keyCode(alias)}: definition.operations[${literal(key)}]!,\n`),
  )
  if (members.length === 0) return ''
  return `const withAliases: typeof definition = {
  ...definition,
  operations: { ...definition.operations, ${members.join('')}},
}
`
}

function receives({ name, value, document, webhooks }: Model): string {
  if (webhooks.length === 0) return ''
  return `/** One function for each webhook of ${document.id}. */
export type ${name}WebhookHandlers = Handlers<${name}Webhooks>

/** Receives what the provider of ${document.id} calls: listens by itself, or is a plugin of a fastify application. */
export function ${value}Webhooks(handlers: ${name}WebhookHandlers, options: HttpServerOptions = {}): HttpServer {
  return serveHttp<${name}Webhooks>(webhooks, handlers, options)
}
`
}

function serves({ name, value, document }: Model): string {
  return `/** One function for each operation of ${document.id}. */
export type ${name}Handlers = Handlers<${name}>
/** A provider of ${document.id}: listens by itself, or is a plugin of a fastify application. */
export type ${name}Server = HttpServer
export type ${name}ServerOptions = HttpServerOptions

${docComment([document.summary, document.description, 'Requests are validated before a handler sees them, and replies before they leave.'])}export function ${value}Server(handlers: ${name}Handlers, options: ${name}ServerOptions = {}): ${name}Server {
  return serveHttp<${name}>(definition, handlers, options)
}
`
}

function calls({ name, value, document, webhooks }: Model): string {
  if (webhooks.length === 0) return ''
  return `/** Calls the webhooks of one consumer of ${document.id}. */
export type ${name}WebhookClient = HttpClient<${name}Webhooks>

/** Calls the webhooks of the consumer that \`baseUrl\` names; both ways are validated. */
export function ${value}WebhookClient(options: HttpClientOptions): ${name}WebhookClient {
  return connectHttp<${name}Webhooks>(webhooks, options)
}
`
}
