// Generated from acme.orders/orders-api/contract, edit the contract instead.
import type { MockCodec } from '@tessera/contract.mock'
import { dateToText, isObject, textToDate } from '@tessera/runtime.core'

export const createOrderReplyCodecs: Readonly<Record<number, MockCodec | undefined>> = {
  201: { encode: encodeCreateOrder201, decode: decodeCreateOrder201 },
}

export const getOrderReplyCodecs: Readonly<Record<number, MockCodec | undefined>> = {
  200: { encode: encodeGetOrder200, decode: decodeGetOrder200 },
}

export const listOrdersReplyCodecs: Readonly<Record<number, MockCodec | undefined>> = {
  200: { encode: encodeListOrders200, decode: decodeListOrders200 },
}

export const orderCodec: MockCodec = { encode: encodeOrder, decode: decodeOrder }

function encodeCreateOrder201(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['body'] !== undefined) copy['body'] = encodeOrder(copy['body'])
  return copy
}

function decodeCreateOrder201(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['body'] !== undefined) copy['body'] = decodeOrder(copy['body'])
  return copy
}

function encodeGetOrder200(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['body'] !== undefined) copy['body'] = encodeOrder(copy['body'])
  return copy
}

function decodeGetOrder200(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['body'] !== undefined) copy['body'] = decodeOrder(copy['body'])
  return copy
}

function encodeListOrders200(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['body'] !== undefined) copy['body'] = encodeListOrders200Body(copy['body'])
  return copy
}

function decodeListOrders200(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['body'] !== undefined) copy['body'] = decodeListOrders200Body(copy['body'])
  return copy
}

function encodeOrder(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['createdAt'] !== undefined) copy['createdAt'] = dateToText(copy['createdAt'])
  return copy
}

function decodeOrder(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['createdAt'] !== undefined) copy['createdAt'] = textToDate(copy['createdAt'])
  return copy
}

function encodeListOrders200Body(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['orders'] !== undefined) copy['orders'] = encodeListOrders200BodyOrders(copy['orders'])
  return copy
}

function decodeListOrders200Body(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['orders'] !== undefined) copy['orders'] = decodeListOrders200BodyOrders(copy['orders'])
  return copy
}

function encodeListOrders200BodyOrders(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item: unknown) => encodeOrder(item)) : value
}

function decodeListOrders200BodyOrders(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item: unknown) => decodeOrder(item)) : value
}
