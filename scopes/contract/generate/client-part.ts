import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { eventSubscriber } from './event-stubs.ts'
import { httpClient } from './http-stubs.ts'
import { messagingClient } from './messaging-stubs.ts'
import type { Model } from './model.ts'
import { socketClient } from './socket-stubs.ts'

/** The client: typed functions of the consumer's side, over the definition and its checks. */
export function clientPart(model: Model): Record<string, string> {
  return {
    'index.ts': index(model),
    'definition.ts': definitionFile(model, 'consumer'),
    'checks.ts': checksFile(model, 'consumer'),
  }
}

function index(model: Model): string {
  switch (model.document.pattern) {
    case 'http':
      return httpClient(model)
    case 'messaging':
      return messagingClient(model)
    case 'sockets':
      return socketClient(model)
    case 'events':
      return eventSubscriber(model)
    case 'schemas':
      return 'export {}\n'
  }
}
