import { checksFile } from './checks-file.ts'
import { definitionFile } from './definition-file.ts'
import { eventPublisher } from './event-stubs.ts'
import { httpServer } from './http-stubs.ts'
import { messagingServer } from './messaging-stubs.ts'
import type { Model } from './model.ts'
import { socketServer } from './socket-stubs.ts'

/** The server: typed functions of the provider's side, over the definition and its checks. */
export function serverPart(model: Model): Record<string, string> {
  return {
    'index.ts': index(model),
    'definition.ts': definitionFile(model, 'provider'),
    'checks.ts': checksFile(model, 'provider'),
  }
}

function index(model: Model): string {
  switch (model.document.pattern) {
    case 'http':
      return httpServer(model)
    case 'messaging':
      return messagingServer(model)
    case 'sockets':
      return socketServer(model)
    case 'events':
      return eventPublisher(model)
    case 'schemas':
      return 'export {}\n'
  }
}
