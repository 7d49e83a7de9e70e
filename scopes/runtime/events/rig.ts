import { type Check, type EventsDefinition, isObject, join, report } from '@tessera/runtime.core'
import type { EventSamples } from './mock.ts'

/** The contracts that the tests speak, as the generator would write their types. */
export interface OrderEvents {
  readonly placed: {
    readonly write: { readonly orderId: string; readonly version: number; readonly channel?: string }
    readonly read: { readonly orderId: string; readonly version: number; readonly channel: string }
    readonly details: 'getOrder'
  }
  readonly cancelled: {
    readonly write: { readonly orderId: string }
    readonly read: { readonly orderId: string }
  }
}

export interface Order {
  readonly id: string
  readonly version: number
  readonly total: number
}

export interface OrdersApi {
  readonly getOrder: {
    readonly write: { readonly params: { readonly id: string } }
    readonly read: { readonly params: { readonly id: string } }
    readonly reply: {
      readonly write: { readonly status: 200; readonly body: Order } | { readonly status: 404 }
      readonly read: { readonly status: 200; readonly body: Order } | { readonly status: 404 }
    }
  }
}

function data(fields: Readonly<Record<string, 'string' | 'number'>>, reader: boolean): Check {
  return (value, pointer, issues) => {
    if (!isObject(value)) return report(issues, pointer, 'type', 'must be an object')
    if (reader && 'channel' in fields) value.channel ??= 'web'
    for (const [name, type] of Object.entries(fields)) {
      if (value[name] === undefined && name === 'channel') continue
      if (typeof value[name] !== type) report(issues, join(pointer, name), 'type', `must be a ${type}`)
    }
    if (reader) return
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) report(issues, join(pointer, name), 'additionalProperties', 'is not declared')
    }
  }
}

/** The definition as one side has it. */
export function definitionFor(
  side: 'publisher' | 'subscriber',
  changes: Partial<EventsDefinition> = {},
): EventsDefinition {
  const reader = side === 'subscriber'
  return {
    contract: 'acme.orders/order-events',
    line: 1,
    hash: `hash-of-${side}`,
    address: 'acme.orders/order-events',
    delivery: 'one-per-service',
    retry: { attempts: 3, delayMs: 1 },
    detailsOf: 'acme.orders/orders-api',
    expectedFetchShare: 0.2,
    events: {
      placed: {
        type: 'acme.orders/order-events.placed',
        data: { check: data({ orderId: 'string', version: 'number', channel: 'string' }, reader), maxBytes: 200 },
        orderBy: 'orderId',
        details: { operation: 'getOrder', arguments: { params: { id: 'orderId' } }, version: 'version' },
      },
      cancelled: {
        type: 'acme.orders/order-events.cancelled',
        data: { check: data({ orderId: 'string' }, reader) },
      },
    },
    ...changes,
  }
}

export const samples: EventSamples<OrderEvents, OrdersApi> = {
  events: {
    placed: (seed) => ({ orderId: `o${seed}`, version: seed }),
    cancelled: (seed) => ({ orderId: `o${seed}` }),
  },
  details: { getOrder: (seed, { params }) => ({ status: 200, body: { id: params.id, version: 0, total: seed } }) },
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
