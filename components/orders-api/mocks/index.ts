// Generated from acme.orders/orders-api/contract, edit the contract instead.
import { mock, type MockOptions } from '@tessera/contract.mock'
import type { Handlers } from '@tessera/runtime.core'
import { mockHttp, type MockProvider } from '@tessera/runtime.http/mock'
import type { OrderR, OrderItemR, ProblemR, OrdersApi } from '@acme/orders.orders-api.types'
import {
  createOrderReplyCodecs,
  getOrderReplyCodecs,
  listOrdersReplyCodecs,
  orderCodec,
} from './codecs.ts'
import { definition } from './definition.ts'
import {
  defs,
  createOrderRequest,
  createOrderResponses,
  getOrderRequest,
  getOrderResponses,
  listOrdersRequest,
  listOrdersResponses,
} from './schemas.ts'

export type * from '@acme/orders.orders-api.types'

/** A valid Order, the same for the same seed; `override` is laid over it. */
export function mockOrder(options: MockOptions<OrderR> = {}): OrderR {
  return mock<OrderR>({ $ref: '#/$defs/Order' }, { defs, ...options }, orderCodec)
}

/** A valid OrderItem, the same for the same seed; `override` is laid over it. */
export function mockOrderItem(options: MockOptions<OrderItemR> = {}): OrderItemR {
  return mock<OrderItemR>({ $ref: '#/$defs/OrderItem' }, { defs, ...options })
}

/** A valid Problem, the same for the same seed; `override` is laid over it. */
export function mockProblem(options: MockOptions<ProblemR> = {}): ProblemR {
  return mock<ProblemR>({ $ref: '#/$defs/Problem' }, { defs, ...options })
}

/** A valid request of createOrder; `override` is laid over it. */
export function mockCreateOrderRequest(
  options: MockOptions<OrdersApi['createOrder']['read']> = {},
): OrdersApi['createOrder']['read'] {
  return mock<OrdersApi['createOrder']['read']>(createOrderRequest, { defs, ...options })
}

type CreateOrderReply = OrdersApi['createOrder']['reply']['read']

/** A valid reply to createOrder with this status; `override` is laid over it. */
export function mockCreateOrderResponse<S extends CreateOrderReply['status']>(
  status: S,
  options: MockOptions<Extract<CreateOrderReply, { readonly status: S }>> = {},
): Extract<CreateOrderReply, { readonly status: S }> {
  return mock<Extract<CreateOrderReply, { readonly status: S }>>(
    createOrderResponses[status],
    { defs, ...options },
    createOrderReplyCodecs[status],
  )
}

/** A valid request of getOrder; `override` is laid over it. */
export function mockGetOrderRequest(
  options: MockOptions<OrdersApi['getOrder']['read']> = {},
): OrdersApi['getOrder']['read'] {
  return mock<OrdersApi['getOrder']['read']>(getOrderRequest, { defs, ...options })
}

type GetOrderReply = OrdersApi['getOrder']['reply']['read']

/** A valid reply to getOrder with this status; `override` is laid over it. */
export function mockGetOrderResponse<S extends GetOrderReply['status']>(
  status: S,
  options: MockOptions<Extract<GetOrderReply, { readonly status: S }>> = {},
): Extract<GetOrderReply, { readonly status: S }> {
  return mock<Extract<GetOrderReply, { readonly status: S }>>(
    getOrderResponses[status],
    { defs, ...options },
    getOrderReplyCodecs[status],
  )
}

/** A valid request of listOrders; `override` is laid over it. */
export function mockListOrdersRequest(
  options: MockOptions<OrdersApi['listOrders']['read']> = {},
): OrdersApi['listOrders']['read'] {
  return mock<OrdersApi['listOrders']['read']>(listOrdersRequest, { defs, ...options })
}

type ListOrdersReply = OrdersApi['listOrders']['reply']['read']

/** A valid reply to listOrders with this status; `override` is laid over it. */
export function mockListOrdersResponse<S extends ListOrdersReply['status']>(
  status: S,
  options: MockOptions<Extract<ListOrdersReply, { readonly status: S }>> = {},
): Extract<ListOrdersReply, { readonly status: S }> {
  return mock<Extract<ListOrdersReply, { readonly status: S }>>(
    listOrdersResponses[status],
    { defs, ...options },
    listOrdersReplyCodecs[status],
  )
}

export interface OrdersApiMockOptions {
  /** Equal seeds give equal answers; 1 where nothing is said. */
  readonly seed?: number
  /** Answer in place of the mock values, until `reset`. */
  readonly handlers?: Partial<Handlers<OrdersApi>>
}

/** A provider of acme.orders/orders-api for tests, on a real socket: answers every operation with valid values. */
export function ordersApiMock(options: OrdersApiMockOptions = {}): MockProvider<OrdersApi> {
  const { seed = 1, handlers = {} } = options
  const provider = mockHttp<OrdersApi>(
    definition,
    (operation, _input, turn) => ordersApiReplies[operation](turn),
    { seed },
  )
  if (handlers['createOrder']) provider.on('createOrder', handlers['createOrder'])
  if (handlers['getOrder']) provider.on('getOrder', handlers['getOrder'])
  if (handlers['listOrders']) provider.on('listOrders', handlers['listOrders'])
  return provider
}

/** The usual reply to each operation; equal seeds, equal replies. */
export const ordersApiReplies: {
  readonly [K in keyof OrdersApi]: (seed: number) => OrdersApi[K]['reply']['read']
} = {
  createOrder: (seed) => mockCreateOrderResponse(201, { seed }),
  getOrder: (seed) => mockGetOrderResponse(200, { seed }),
  listOrders: (seed) => mockListOrdersResponse(200, { seed }),
}
