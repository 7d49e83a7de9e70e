// Generated from acme.orders/orders-api/contract, edit the contract instead.
import type { HttpDefinition } from '@tessera/runtime.core'
import {
  createOrderRequestBody,
  createOrderResponse201Body,
  createOrderResponse422Body,
  getOrderRequestParams,
  getOrderResponse200Body,
  getOrderResponse404Body,
  listOrdersRequestQuery,
  listOrdersResponse200Body,
  encodeCreateOrderResponse201Body,
  encodeGetOrderResponse200Body,
  encodeListOrdersResponse200Body,
} from './checks.ts'

/** What travels under this contract, and how it is checked. */
export const definition: HttpDefinition = {
  contract: 'acme.orders/orders-api',
  line: 1,
  hash: 'f7dba24cf46a852f',
  operations: {
    createOrder: {
      method: 'POST',
      path: '/orders',
      deadlineMs: 2000,
      idempotent: 'key',
      request: { body: createOrderRequestBody },
      responses: {
        201: { body: createOrderResponse201Body, encode: encodeCreateOrderResponse201Body },
        422: { body: createOrderResponse422Body, problem: true },
      },
    },
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      deadlineMs: 1000,
      idempotent: true,
      request: {
        params: { check: getOrderRequestParams, types: { id: 'string' }, required: ['id'] },
      },
      responses: {
        200: { body: getOrderResponse200Body, encode: encodeGetOrderResponse200Body },
        404: { body: getOrderResponse404Body, problem: true },
      },
    },
    listOrders: {
      method: 'GET',
      path: '/orders',
      deadlineMs: 1000,
      idempotent: true,
      request: {
        query: { check: listOrdersRequestQuery, types: { status: 'string', limit: 'number' } },
      },
      responses: {
        200: { body: listOrdersResponse200Body, encode: encodeListOrdersResponse200Body },
      },
    },
  },
}
