// Generated from acme.orders/orders-api/contract, edit the contract instead.
import { connectHttp, type HttpClient, type HttpClientOptions } from '@tessera/runtime.http/client'
import type { OrdersApi } from '@acme/orders.orders-api.types'
import { definition } from './definition.ts'

export type * from '@acme/orders.orders-api.types'

/** A client of acme.orders/orders-api: `call` has its operations. */
export type OrdersApiClient = HttpClient<OrdersApi>
export type OrdersApiClientOptions = HttpClientOptions

/**
 * Places and looks up orders
 * Requests and replies are validated; calls reject with a RuntimeError where they fail.
 * @example const reply = await client.call.createOrder(…)
 */
export function ordersApiClient(options: OrdersApiClientOptions): OrdersApiClient {
  return connectHttp<OrdersApi>(definition, options)
}
