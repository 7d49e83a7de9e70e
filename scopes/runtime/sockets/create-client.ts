import type { SocketDefinition } from '@tessera/runtime.core'
import type { SocketClient, SocketClientHandlers, SocketClientOptions } from './client.ts'
import { Connector } from './connector.ts'
import type { OpenDial } from './dial.ts'
import { dispatcher } from './dispatcher.ts'
import { Link } from './link.ts'

interface Given<T> {
  readonly handlers: SocketClientHandlers<T>
  readonly options: SocketClientOptions
  readonly dial: OpenDial
}

/** A client that connects by what `dial` opens. */
export async function createClient<T>(
  definition: SocketDefinition,
  { handlers, options, dial }: Given<T>,
): Promise<SocketClient<T>> {
  const connector = new Connector(definition, options, { link: () => link, dial })
  const link = new Link({
    side: 'consumer',
    definition,
    options,
    handle: dispatcher(definition, 'consumer', handlers),
    connection: () => client,
    reconnects: options.reconnect !== false,
    onDown: (reason, code) => connector.down(reason, code),
  })

  async function close(): Promise<void> {
    connector.finish()
    if (link.connected || link.busy) await link.drain(options.drainMs ?? 10_000)
    connector.stop(new Error('this client is drained'))
  }
  let drained: Promise<void> | undefined
  const drain = (): Promise<void> => (drained ??= close())
  const client: SocketClient<T> = {
    send: link.calls.send as SocketClient<T>['send'],
    request: link.calls.request as SocketClient<T>['request'],
    get connected() {
      return link.connected
    },
    drain,
    [Symbol.asyncDispose]: drain,
  }
  await connector.start()
  return client
}
