// Generated from acme.orders/orders-api/contract, edit the contract instead.
import type { Handlers } from '@tessera/runtime.core'
import { type HttpServer, type HttpServerOptions, serveHttp } from '@tessera/runtime.http/server'
import type { OrdersApi } from '@acme/orders.orders-api.types'
import { definition } from './definition.ts'

export type * from '@acme/orders.orders-api.types'

/** One function for each operation of acme.orders/orders-api. */
export type OrdersApiHandlers = Handlers<OrdersApi>
/** A provider of acme.orders/orders-api: listens by itself, or is a plugin of a fastify application. */
export type OrdersApiServer = HttpServer
export type OrdersApiServerOptions = HttpServerOptions

/**
 * Places and looks up orders
 * Requests are validated before a handler sees them, and replies before they leave.
 */
export function ordersApiServer(
  handlers: OrdersApiHandlers,
  options: OrdersApiServerOptions = {},
): OrdersApiServer {
  return serveHttp<OrdersApi>(definition, handlers, options)
}
