import { type Check, isObject, join, type MessagingDefinition, report, type Side } from '@tessera/runtime.core'
import { type Broker, openBroker } from '@tessera/runtime.broker'
import { connectMessaging, type MessagingClient, type MessagingClientOptions } from './client.ts'
import {
  type MessagingServer,
  type MessagingServerHandlers,
  type MessagingServerOptions,
  serveMessaging,
} from './server.ts'

/** The contract that the tests speak, as the generator would write its types. */
export interface PaymentJobs {
  readonly charges: {
    readonly sentBy: 'consumer'
    readonly write: { readonly orderId: string; readonly amount: number; readonly currency?: string }
    readonly read: { readonly orderId: string; readonly amount: number; readonly currency: string }
    readonly reply: { readonly write: { readonly ok: boolean }; readonly read: { readonly ok: boolean } }
  }
  readonly notes: {
    readonly sentBy: 'consumer'
    readonly write: { readonly orderId: string }
    readonly read: { readonly orderId: string }
  }
  readonly refunds: {
    readonly sentBy: 'provider'
    readonly write: { readonly orderId: string }
    readonly read: { readonly orderId: string }
  }
  readonly rates: {
    readonly sentBy: 'provider'
    readonly write: { readonly orderId: string }
    readonly read: { readonly orderId: string }
  }
}

type Type = 'string' | 'number' | 'boolean'

function object(
  fields: Readonly<Record<string, Type>>,
  reader: boolean,
  fill?: Readonly<Record<string, string>>,
): Check {
  return (value, pointer, issues) => {
    if (!isObject(value)) return report(issues, pointer, 'type', 'must be an object')
    for (const [name, type] of Object.entries(fields)) {
      const filled = fill?.[name]
      if (value[name] === undefined && filled !== undefined) {
        if (reader) value[name] = filled
      } else if (value[name] === undefined) report(issues, join(pointer, name), 'required', 'is missing')
      else if (typeof value[name] !== type) report(issues, join(pointer, name), 'type', `must be a ${type}`)
    }
    if (reader) return
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) report(issues, join(pointer, name), 'additionalProperties', 'is not declared')
    }
  }
}

/** The definition as one side has it. */
export function definitionFor(side: Side, line = 1): MessagingDefinition {
  const provider = side === 'provider'
  const order = { orderId: 'string' } as const
  const retry = { attempts: 3, delayMs: 1, backoff: 'exponential' } as const
  return {
    contract: 'acme.payments/payment-jobs',
    line,
    hash: `hash-of-${side}`,
    channels: {
      charges: {
        address: 'payments.charges',
        sentBy: 'consumer',
        delivery: 'one-of-all',
        orderBy: 'orderId',
        retry,
        deadlineMs: 5000,
        message: {
          name: 'charge',
          maxBytes: 500,
          check: object({ ...order, amount: 'number', currency: 'string' }, provider, { currency: 'EUR' }),
        },
        reply: { name: 'charged', check: object({ ok: 'boolean' }, !provider) },
      },
      notes: {
        address: 'payments.notes',
        sentBy: 'consumer',
        delivery: 'one-of-all',
        retry,
        message: { name: 'note', check: object(order, provider), headers: object({ 'x-tenant': 'string' }, true) },
      },
      refunds: {
        address: 'payments.refunds',
        sentBy: 'provider',
        delivery: 'one-per-service',
        message: { name: 'refund', check: object(order, !provider) },
      },
      rates: {
        address: 'payments.rates',
        sentBy: 'provider',
        delivery: 'each-replica',
        message: { name: 'rate', check: object(order, !provider) },
      },
    },
  }
}

export type ServerHandlers = MessagingServerHandlers<PaymentJobs>

/** Handlers that do the obvious. */
export const obvious: ServerHandlers = { charges: () => ({ ok: true }), notes: () => {} }

export interface Pair extends AsyncDisposable {
  readonly broker: Broker
  readonly server: MessagingServer<PaymentJobs>
  readonly client: MessagingClient<PaymentJobs>
}

interface PairOptions {
  readonly server?: Partial<MessagingServerOptions>
  readonly client?: Partial<MessagingClientOptions>
}

/** A server and a client on a broker of their own. */
export async function startPair(handlers: Partial<ServerHandlers> = {}, options: PairOptions = {}): Promise<Pair> {
  const broker = await openBroker('memory:')
  const server = await startServer(broker, handlers, options.server)
  const client = await connectMessaging<PaymentJobs>(definitionFor('consumer'), { broker, ...options.client })
  return {
    broker,
    server,
    client,
    [Symbol.asyncDispose]: async () => {
      await client.drain()
      await server.drain()
      await broker.close()
    },
  }
}

export function startServer(
  broker: Broker,
  handlers: Partial<ServerHandlers> = {},
  options: Partial<MessagingServerOptions> = {},
): Promise<MessagingServer<PaymentJobs>> {
  const all = { ...obvious, ...handlers }
  return serveMessaging<PaymentJobs>(definitionFor('provider'), all, { broker, onError: () => {}, ...options })
}

/** A promise with its handles: tests wait for what happens, never for time. */
export function signalled<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve }
}

/** Collects what happens, and tells when there is enough of it. */
export function collector<V>(): {
  readonly items: V[]
  add(item: V): void
  count(count: number): Promise<readonly V[]>
} {
  const items: V[] = []
  const waiting: { readonly count: number; readonly resolve: (items: readonly V[]) => void }[] = []
  return {
    items,
    add(item) {
      items.push(item)
      for (const { count, resolve } of waiting) if (items.length >= count) resolve(items)
    },
    count: (count) =>
      items.length >= count ? Promise.resolve(items) : new Promise((resolve) => waiting.push({ count, resolve })),
  }
}
