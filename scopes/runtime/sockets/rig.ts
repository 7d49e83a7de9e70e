import { type Check, isObject, join, report, type Side, type SocketDefinition } from '@tessera/runtime.core'
import { connectSocket, type SocketClient, type SocketClientHandlers, type SocketClientOptions } from './client.ts'
import { serveSocket, type SocketServer, type SocketServerHandlers, type SocketServerOptions } from './server.ts'

/** The contract that the tests speak, as the generator would write its types. */
export interface Link {
  position: {
    sentBy: 'consumer'
    write: { lat: number; accuracy?: number; blob?: string }
    read: { readonly lat: number; readonly accuracy: number; readonly blob?: string }
  }
  route: {
    sentBy: 'consumer'
    write: { to: string }
    read: { readonly to: string }
    reply: { write: { steps: string[] }; read: { readonly steps: readonly string[] } }
  }
  assign: {
    sentBy: 'provider'
    write: { orderId: string }
    read: { readonly orderId: string }
    reply: { write: { accepted: boolean; note?: string }; read: { readonly accepted: boolean; readonly note: string } }
  }
  chat: { sentBy: 'either'; write: { text: string }; read: { readonly text: string } }
}

interface Field {
  readonly type: 'string' | 'number' | 'boolean' | 'object'
  readonly optional?: true
  readonly fill?: unknown
}
type Way = 'writer' | 'reader'

function object(fields: Readonly<Record<string, Field>>, way: Way): Check {
  return (value, pointer, issues) => {
    if (!isObject(value)) return report(issues, pointer, 'type', 'must be an object')
    for (const [name, { type, optional, fill }] of Object.entries(fields)) {
      if (value[name] === undefined && fill !== undefined && way === 'reader') value[name] = fill
      if (value[name] === undefined) {
        if (!optional && fill === undefined) report(issues, join(pointer, name), 'required', 'is missing')
      } else if (typeof value[name] !== type) report(issues, join(pointer, name), 'type', `must be of type ${type}`)
    }
    if (way === 'reader') return
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) report(issues, join(pointer, name), 'additionalProperties', 'is not declared')
    }
  }
}

/** The definition as one side has it: it writes what it sends, and reads the rest. */
export function definitionFor(side: Side, more: Partial<SocketDefinition> = {}): SocketDefinition {
  const sentBy = (sender: Side): Way => (sender === side ? 'writer' : 'reader')
  const either = (fields: Readonly<Record<string, Field>>): Check => object(fields, 'reader')
  return {
    contract: 'acme.dispatch/courier-link',
    line: 1,
    hash: `hash-of-${side}`,
    windowBytes: 64 * 1024,
    heartbeatMs: 1000,
    items: {
      position: {
        sentBy: 'consumer',
        payload: {
          check: object(
            {
              lat: { type: 'number' },
              accuracy: { type: 'number', fill: 5 },
              blob: { type: 'string', optional: true },
            },
            sentBy('consumer'),
          ),
        },
      },
      route: {
        sentBy: 'consumer',
        payload: { check: object({ to: { type: 'string' } }, sentBy('consumer')), maxBytes: 100 },
        reply: { check: object({ steps: { type: 'object' } }, sentBy('provider')) },
        deadlineMs: 5000,
      },
      assign: {
        sentBy: 'provider',
        payload: { check: object({ orderId: { type: 'string' } }, sentBy('provider')) },
        reply: {
          check: object({ accepted: { type: 'boolean' }, note: { type: 'string', fill: '' } }, sentBy('consumer')),
        },
      },
      chat: { sentBy: 'either', payload: { check: either({ text: { type: 'string' } }) } },
    },
    ...more,
  }
}

export const patientServer: SocketServerHandlers<Link> = {
  position: () => {},
  route: ({ to }) => ({ steps: ['go', to] }),
  chat: () => {},
}
export const patientClient: SocketClientHandlers<Link> = {
  assign: () => ({ accepted: true }),
  chat: () => {},
}

export interface Pair extends AsyncDisposable {
  readonly server: SocketServer<Link>
  readonly client: SocketClient<Link>
  readonly url: string
}

export interface PairOptions {
  readonly server?: SocketServerOptions<Link>
  readonly client?: Partial<SocketClientOptions>
  readonly url?: string
  readonly serverSpeaks?: Partial<SocketDefinition>
  readonly clientSpeaks?: Partial<SocketDefinition>
}

/** A server and a client of it. */
export async function startPair(
  handlers: {
    readonly server?: Partial<SocketServerHandlers<Link>>
    readonly client?: Partial<SocketClientHandlers<Link>>
  } = {},
  options: PairOptions = {},
): Promise<Pair> {
  const server = startServer(handlers.server, options.server, options.serverSpeaks)
  const { url } = await server.listen(options.url === undefined ? {} : { url: options.url })
  const client = await startClient(url, handlers.client, { ...options.client, speaks: options.clientSpeaks })
  return {
    server,
    client,
    url,
    [Symbol.asyncDispose]: async () => {
      await client.drain()
      await server.drain()
    },
  }
}

export function startServer(
  handlers: Partial<SocketServerHandlers<Link>> = {},
  options: SocketServerOptions<Link> = {},
  speaks: Partial<SocketDefinition> = {},
): SocketServer<Link> {
  return serveSocket<Link>(definitionFor('provider', speaks), { ...patientServer, ...handlers }, options)
}

export function startClient(
  url: string,
  handlers: Partial<SocketClientHandlers<Link>> = {},
  {
    speaks = {},
    ...options
  }: Partial<SocketClientOptions> & { readonly speaks?: Partial<SocketDefinition> | undefined } = {},
): Promise<SocketClient<Link>> {
  const reconnect = { minMs: 1, maxMs: 20 }
  return connectSocket<Link>(
    definitionFor('consumer', speaks),
    { ...patientClient, ...handlers },
    { reconnect, ...options, url },
  )
}

/** A promise with its handles: tests wait for what happens, never for time. */
export function signalled<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve }
}

/** Resolves when `holds` does, after the events that make it so. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}
