import {
  type Check,
  codePoints,
  type Handlers,
  type HttpDefinition,
  isObject,
  join,
  type ParametersDefinition,
  report,
} from '@tessera/runtime.core'
import { connectHttp, type HttpClient, type HttpClientOptions } from './client.ts'
import { type HttpServer, type HttpServerOptions, serveHttp } from './server.ts'

/** The contract that the tests speak, as the generator would write its types. */
export interface OrderW {
  id: string
  total: number
  currency?: string
  note?: string
}
export type OrderR = Readonly<Required<Pick<OrderW, 'id' | 'total' | 'currency'>> & Pick<OrderW, 'note'>>
export interface ProblemW {
  type: string
  title: string
  status: number
}
interface OrderReplies<O> {
  created: { status: 201; body: O } | { status: 422; body: ProblemW }
  found: { status: 200; body: O } | { status: 404; body: ProblemW }
}
export interface Orders {
  createOrder: {
    write: { body: { total: number; currency?: string; note?: string } }
    read: { body: { readonly total: number; readonly currency: string; readonly note?: string } }
    reply: { write: OrderReplies<OrderW>['created']; read: OrderReplies<OrderR>['created'] }
  }
  getOrder: {
    write: { params: { id: string }; headers?: { 'x-tenant'?: string } }
    read: { params: { readonly id: string }; headers: { readonly 'x-tenant'?: string } }
    reply: { write: OrderReplies<OrderW>['found']; read: OrderReplies<OrderR>['found'] }
  }
  listOrders: {
    write: { query?: { tag?: string[]; limit?: number; open?: boolean } }
    read: { query: { readonly tag?: readonly string[]; readonly limit: number; readonly open?: boolean } }
    reply: { write: { status: 200; body: OrderW[] }; read: { status: 200; body: readonly OrderR[] } }
  }
  cancelOrder: {
    write: { params: { id: string } }
    read: { params: { readonly id: string } }
    reply: { write: { status: 204 }; read: { status: 204 } }
  }
}

interface Field {
  readonly check: Check
  readonly optional?: true
  readonly fill?: unknown
}
type Side = 'writer' | 'reader'

function text(maxLength = Infinity): Check {
  return (value, pointer, issues) => {
    if (typeof value !== 'string') report(issues, pointer, 'type', 'must be a string')
    else if (codePoints(value) > maxLength)
      report(issues, pointer, 'maxLength', `must have at most ${maxLength} characters`)
  }
}
const amount: Check = (value, pointer, issues) => {
  if (typeof value !== 'number') report(issues, pointer, 'type', 'must be a number')
  else if (value < 0) report(issues, pointer, 'minimum', 'must be at least 0')
}
const truth: Check = (value, pointer, issues) => {
  if (typeof value !== 'boolean') report(issues, pointer, 'type', 'must be a boolean')
}
function list(item: Check): Check {
  return (value, pointer, issues) => {
    if (Array.isArray(value)) for (const [index, each] of value.entries()) item(each, join(pointer, index), issues)
    else report(issues, pointer, 'type', 'must be an array')
  }
}
function object(fields: Readonly<Record<string, Field>>, side: Side): Check {
  return (value, pointer, issues) => {
    if (!isObject(value)) return report(issues, pointer, 'type', 'must be an object')
    for (const [name, { check, optional, fill }] of Object.entries(fields)) {
      if (value[name] === undefined && fill !== undefined && side === 'reader') value[name] = fill
      if (value[name] !== undefined) check(value[name], join(pointer, name), issues)
      else if (!optional && fill === undefined) report(issues, join(pointer, name), 'required', 'is missing')
    }
    if (side === 'reader') return
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) report(issues, join(pointer, name), 'additionalProperties', 'is not declared')
    }
  }
}

/** The definition as `side` of the requests has it: a client writes them, a server reads them. */
export function definitionFor(requests: Side, line = 1): HttpDefinition {
  const responses: Side = requests === 'writer' ? 'reader' : 'writer'
  const money = { total: { check: amount }, currency: { check: text(3), fill: 'EUR' } }
  const note = { note: { check: text(1_000_000), optional: true as const } }
  const order = object({ id: { check: text() }, ...money, ...note }, responses)
  const problem = {
    body: object({ type: { check: text() }, title: { check: text() }, status: { check: amount } }, responses),
    problem: true as const,
  }
  const id: ParametersDefinition = { check: object({ id: { check: text() } }, requests), types: { id: 'string' } }
  return {
    contract: 'acme.orders/orders-api',
    line,
    hash: `hash-of-${requests}`,
    operations: {
      createOrder: {
        method: 'POST',
        path: '/orders',
        idempotent: 'key',
        request: { body: object({ ...money, ...note }, requests) },
        responses: { 201: { body: order }, 422: problem },
      },
      getOrder: {
        method: 'GET',
        path: '/orders/{id}',
        idempotent: true,
        deadlineMs: 5000,
        request: {
          params: id,
          headers: {
            check: object({ 'x-tenant': { check: text(), optional: true } }, requests),
            types: { 'x-tenant': 'string' },
          },
        },
        responses: { 200: { body: order }, 404: problem },
      },
      listOrders: {
        method: 'GET',
        path: '/orders',
        idempotent: true,
        request: {
          query: {
            check: object(
              {
                tag: { check: list(text()), optional: true },
                limit: { check: amount, fill: 10 },
                open: { check: truth, optional: true },
              },
              requests,
            ),
            types: { tag: 'string[]', limit: 'number', open: 'boolean' },
          },
        },
        responses: { 200: { body: list(order) } },
      },
      cancelOrder: {
        method: 'DELETE',
        path: '/orders/{id}',
        idempotent: true,
        request: { params: id },
        responses: { 204: {} },
      },
    },
  }
}

/** Handlers that do the obvious. */
export const obvious: Handlers<Orders> = {
  createOrder: ({ body }) => ({ status: 201, body: { id: 'o1', ...body } }),
  getOrder: ({ params }) => ({ status: 200, body: { id: params.id, total: 1 } }),
  listOrders: () => ({ status: 200, body: [] }),
  cancelOrder: () => ({ status: 204 }),
}

export interface Pair extends AsyncDisposable {
  readonly server: HttpServer
  readonly client: HttpClient<Orders>
  readonly url: string
}

/** A server on a free port and a client of it. */
export async function startPair(
  handlers: Partial<Handlers<Orders>> = {},
  options: { readonly server?: HttpServerOptions; readonly client?: Partial<HttpClientOptions> } = {},
): Promise<Pair> {
  const server = serveHttp<Orders>(definitionFor('reader'), { ...obvious, ...handlers }, options.server)
  const { url } = await server.listen()
  const client = connectHttp<Orders>(definitionFor('writer'), { baseUrl: url, ...options.client })
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

/** A promise with its handles: tests wait for what happens, never for time. */
export function signalled<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve }
}
