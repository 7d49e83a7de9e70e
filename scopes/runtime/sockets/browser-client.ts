import type { SocketDefinition } from '@tessera/runtime.core'
import { browserDial } from './browser-dial.ts'
import type { SocketClient, SocketClientHandlers, SocketClientOptions } from './client.ts'
import { createClient } from './create-client.ts'

/** `connectSocket` where there is a WebSocket and no Node. */
export function connectSocket<T>(
  definition: SocketDefinition,
  handlers: SocketClientHandlers<T>,
  options: SocketClientOptions,
): Promise<SocketClient<T>> {
  return createClient<T>(definition, { handlers, options, dial: browserDial })
}
