import { CODEC_TYPES } from './codecs.ts'
import { contractName, pascalCase } from './names.ts'

/** Types that parts import or name beside those of schemas. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set([
  ...CODEC_TYPES,
  ...['ByteSource', 'ByteStream', 'FormFile'],
  ...['Extract', 'Omit', 'Partial', 'Pick', 'Promise', 'Readonly', 'Record'],
  ...['Check', 'Handlers', 'Issue', 'JsonSchema', 'MockCodec', 'MockOptions', 'MockProvider', 'Unknown'],
  ...['HttpClient', 'HttpClientOptions', 'HttpServer', 'HttpServerOptions', 'HttpDefinition'],
  ...['MessageSamples', 'MessagingClient', 'MessagingClientOptions', 'MessagingMock', 'MessagingMockOptions'],
  ...['MessagingServer', 'MessagingServerHandlers', 'MessagingServerOptions'],
  ...['MockSocketPeer', 'SocketClient', 'SocketClientHandlers', 'SocketClientOptions', 'SocketConnection'],
  ...['SocketMockOptions', 'SocketSamples', 'SocketServer', 'SocketServerHandlers', 'SocketServerOptions'],
  ...['EventHandlers', 'EventPublisher', 'EventPublisherOptions', 'EventSamples', 'EventSubscriber'],
  ...['EventSubscriberOptions', 'EventsMock', 'EventsMockOptions'],
])

/** What the types that a part declares besides those of schemas end with; they begin with the contract's name. */
export const SUFFIXES: readonly string[] = [
  ...['Aliases', 'Webhooks', 'MockOptions', 'Client', 'ClientOptions', 'ClientHandlers', 'Server', 'ServerOptions'],
  ...['Handlers', 'Details', 'WebhookHandlers', 'WebhookClient', 'WebhookServer', 'Subscriber', 'Publisher'],
  ...['SubscriberOptions', 'PublisherOptions', 'ServerHandlers', 'Connection'],
]

/** `OrdersApi` of `acme.orders/orders-api`: the type of its operations. A contract `http` has no `HttpClient` of its own. */
export function contractType(id: string): string {
  const name = pascalCase(contractName(id))
  const clashes = ['', ...SUFFIXES].some((suffix) => RESERVED_TYPES.has(`${name}${suffix}`))
  return clashes ? `${name}Contract` : name
}
