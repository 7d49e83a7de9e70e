// Generated from acme.orders/orders-api/contract, edit the contract instead.
import {
  type Issue,
  codePoints,
  dateToText,
  escapePointer,
  isFormat,
  isObject,
  report,
} from '@tessera/runtime.core'

/** `createOrder/request/body`, received. */
export function createOrderRequestBody(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const customerEmail: unknown = value['customerEmail']
    if (customerEmail === undefined)
      report(issues, `${pointer}/customerEmail`, 'required', 'is missing')
    else if (typeof customerEmail !== 'string')
      report(issues, `${pointer}/customerEmail`, 'type', 'must be a string')
    else if (!isFormat('email', customerEmail))
      report(issues, `${pointer}/customerEmail`, 'format', 'must be of format email')
    const items: unknown = value['items']
    if (items === undefined) report(issues, `${pointer}/items`, 'required', 'is missing')
    else if (!Array.isArray(items)) report(issues, `${pointer}/items`, 'type', 'must be an array')
    else {
      if (items.length < 1)
        report(issues, `${pointer}/items`, 'minItems', 'must have at least 1 item')
      if (items.length > 50)
        report(issues, `${pointer}/items`, 'maxItems', 'must have at most 50 items')
      for (let index = 0; index < items.length; index++) {
        const item: unknown = items[index]
        checkOrderItem(item, `${pointer}/items/${index}`, issues)
      }
    }
  }
  fillCreateOrderRequestBody(value)
}

/** `createOrder/response/201/body`, sent. */
export function createOrderResponse201Body(value: unknown, pointer: string, issues: Issue[]): void {
  checkOrder(value, pointer, issues)
  closeOrder(value, pointer, issues)
}

/** `createOrder/response/422/body`, sent. */
export function createOrderResponse422Body(value: unknown, pointer: string, issues: Issue[]): void {
  checkProblem(value, pointer, issues)
  closeProblem(value, pointer, issues)
}

/** `getOrder/request/params`, received. */
export function getOrderRequestParams(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const id: unknown = value['id']
    if (id === undefined) report(issues, `${pointer}/id`, 'required', 'is missing')
    else if (typeof id !== 'string') report(issues, `${pointer}/id`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(id))
      report(issues, `${pointer}/id`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
  }
}

/** `getOrder/response/200/body`, sent. */
export function getOrderResponse200Body(value: unknown, pointer: string, issues: Issue[]): void {
  checkOrder(value, pointer, issues)
  closeOrder(value, pointer, issues)
}

/** `getOrder/response/404/body`, sent. */
export function getOrderResponse404Body(value: unknown, pointer: string, issues: Issue[]): void {
  checkProblem(value, pointer, issues)
  closeProblem(value, pointer, issues)
}

/** `listOrders/request/query`, received. */
export function listOrdersRequestQuery(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const status: unknown = value['status']
    if (status !== undefined && status !== 'open' && status !== 'paid' && status !== 'shipped')
      report(issues, `${pointer}/status`, 'enum', 'must be one of "open", "paid", "shipped"')
    const limit: unknown = value['limit']
    if (limit !== undefined) {
      if (typeof limit !== 'number' || !Number.isInteger(limit))
        report(issues, `${pointer}/limit`, 'type', 'must be a whole number')
      else {
        if (limit < 1) report(issues, `${pointer}/limit`, 'minimum', 'must be at least 1')
        if (limit > 100) report(issues, `${pointer}/limit`, 'maximum', 'must be at most 100')
      }
    }
  }
  fillListOrdersRequestQuery(value)
}

/** `listOrders/response/200/body`, sent. */
export function listOrdersResponse200Body(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const orders: unknown = value['orders']
    if (orders === undefined) report(issues, `${pointer}/orders`, 'required', 'is missing')
    else if (!Array.isArray(orders)) report(issues, `${pointer}/orders`, 'type', 'must be an array')
    else {
      for (let index = 0; index < orders.length; index++) {
        const item: unknown = orders[index]
        checkOrder(item, `${pointer}/orders/${index}`, issues)
      }
    }
  }
  closeListOrdersResponse200Body(value, pointer, issues)
}

/** `createOrder/response/201/body`, as it travels. */
export function encodeCreateOrderResponse201Body(value: unknown): unknown {
  return encodeOrder(value)
}

/** `getOrder/response/200/body`, as it travels. */
export function encodeGetOrderResponse200Body(value: unknown): unknown {
  return encodeOrder(value)
}

/** `listOrders/response/200/body`, as it travels. */
export function encodeListOrdersResponse200Body(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['orders'] !== undefined)
    copy['orders'] = encodeListOrdersResponse200BodyOrders(copy['orders'])
  return copy
}

function checkOrderItem(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const sku: unknown = value['sku']
    if (sku === undefined) report(issues, `${pointer}/sku`, 'required', 'is missing')
    else if (typeof sku !== 'string') report(issues, `${pointer}/sku`, 'type', 'must be a string')
    else if (codePoints(sku) < 1)
      report(issues, `${pointer}/sku`, 'minLength', 'must have at least 1 character')
    const quantity: unknown = value['quantity']
    if (quantity === undefined) report(issues, `${pointer}/quantity`, 'required', 'is missing')
    else if (typeof quantity !== 'number' || !Number.isInteger(quantity))
      report(issues, `${pointer}/quantity`, 'type', 'must be a whole number')
    else {
      if (quantity < 1) report(issues, `${pointer}/quantity`, 'minimum', 'must be at least 1')
      if (quantity > 99) report(issues, `${pointer}/quantity`, 'maximum', 'must be at most 99')
    }
    const price: unknown = value['price']
    if (price === undefined) report(issues, `${pointer}/price`, 'required', 'is missing')
    else checkMoney(price, `${pointer}/price`, issues)
  }
}

function fillCreateOrderRequestBody(value: unknown): void {
  if (isObject(value)) {
    const items: unknown = value['items']
    if (Array.isArray(items)) {
      for (let index = 0; index < items.length; index++) {
        const item: unknown = items[index]
        fillOrderItem(item)
      }
    }
  }
}

function checkOrder(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const id: unknown = value['id']
    if (id === undefined) report(issues, `${pointer}/id`, 'required', 'is missing')
    else if (typeof id !== 'string') report(issues, `${pointer}/id`, 'type', 'must be a string')
    else if (!/^ord_[0-9a-f]{8}$/u.test(id))
      report(issues, `${pointer}/id`, 'pattern', 'must match ^ord_[0-9a-f]{8}$')
    const version: unknown = value['version']
    if (version === undefined) report(issues, `${pointer}/version`, 'required', 'is missing')
    else if (typeof version !== 'number' || !Number.isInteger(version))
      report(issues, `${pointer}/version`, 'type', 'must be a whole number')
    else if (version < 1) report(issues, `${pointer}/version`, 'minimum', 'must be at least 1')
    const status: unknown = value['status']
    if (status === undefined) report(issues, `${pointer}/status`, 'required', 'is missing')
    else if (status !== 'open' && status !== 'paid' && status !== 'shipped')
      report(issues, `${pointer}/status`, 'enum', 'must be one of "open", "paid", "shipped"')
    const customerEmail: unknown = value['customerEmail']
    if (customerEmail === undefined)
      report(issues, `${pointer}/customerEmail`, 'required', 'is missing')
    else if (typeof customerEmail !== 'string')
      report(issues, `${pointer}/customerEmail`, 'type', 'must be a string')
    else if (!isFormat('email', customerEmail))
      report(issues, `${pointer}/customerEmail`, 'format', 'must be of format email')
    const items: unknown = value['items']
    if (items === undefined) report(issues, `${pointer}/items`, 'required', 'is missing')
    else if (!Array.isArray(items)) report(issues, `${pointer}/items`, 'type', 'must be an array')
    else {
      if (items.length < 1)
        report(issues, `${pointer}/items`, 'minItems', 'must have at least 1 item')
      if (items.length > 50)
        report(issues, `${pointer}/items`, 'maxItems', 'must have at most 50 items')
      for (let index = 0; index < items.length; index++) {
        const item: unknown = items[index]
        checkOrderItem(item, `${pointer}/items/${index}`, issues)
      }
    }
    const total: unknown = value['total']
    if (total === undefined) report(issues, `${pointer}/total`, 'required', 'is missing')
    else checkMoney(total, `${pointer}/total`, issues)
    const createdAt: unknown = value['createdAt']
    if (createdAt === undefined) report(issues, `${pointer}/createdAt`, 'required', 'is missing')
    else if (typeof createdAt !== 'string')
      report(issues, `${pointer}/createdAt`, 'type', 'must be a string')
    else {
      if (!/Z$/u.test(createdAt)) report(issues, `${pointer}/createdAt`, 'pattern', 'must match Z$')
      if (!isFormat('date-time', createdAt))
        report(issues, `${pointer}/createdAt`, 'format', 'must be of format date-time')
    }
  }
}

function closeOrder(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(
      value,
      ['id', 'version', 'status', 'customerEmail', 'items', 'total', 'createdAt'],
      pointer,
      issues,
    )
    const items: unknown = value['items']
    if (Array.isArray(items)) {
      for (let index = 0; index < items.length; index++) {
        const item: unknown = items[index]
        closeOrderItem(item, `${pointer}/items/${index}`, issues)
      }
    }
    const total: unknown = value['total']
    closeMoney(total, `${pointer}/total`, issues)
  }
}

function checkProblem(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const type: unknown = value['type']
    if (type !== undefined && typeof type !== 'string')
      report(issues, `${pointer}/type`, 'type', 'must be a string')
    const title: unknown = value['title']
    if (title === undefined) report(issues, `${pointer}/title`, 'required', 'is missing')
    else if (typeof title !== 'string')
      report(issues, `${pointer}/title`, 'type', 'must be a string')
    const status: unknown = value['status']
    if (status === undefined) report(issues, `${pointer}/status`, 'required', 'is missing')
    else if (typeof status !== 'number' || !Number.isInteger(status))
      report(issues, `${pointer}/status`, 'type', 'must be a whole number')
    else {
      if (status < 400) report(issues, `${pointer}/status`, 'minimum', 'must be at least 400')
      if (status > 599) report(issues, `${pointer}/status`, 'maximum', 'must be at most 599')
    }
    const detail: unknown = value['detail']
    if (detail !== undefined && typeof detail !== 'string')
      report(issues, `${pointer}/detail`, 'type', 'must be a string')
    const instance: unknown = value['instance']
    if (instance !== undefined && typeof instance !== 'string')
      report(issues, `${pointer}/instance`, 'type', 'must be a string')
  }
}

function closeProblem(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value))
    undeclared(value, ['type', 'title', 'status', 'detail', 'instance'], pointer, issues)
}

function fillListOrdersRequestQuery(value: unknown): void {
  if (isObject(value)) {
    if (value['limit'] === undefined) value['limit'] = 20
  }
}

function closeListOrdersResponse200Body(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(value, ['orders'], pointer, issues)
    const orders: unknown = value['orders']
    if (Array.isArray(orders)) {
      for (let index = 0; index < orders.length; index++) {
        const item: unknown = orders[index]
        closeOrder(item, `${pointer}/orders/${index}`, issues)
      }
    }
  }
}

function encodeOrder(value: unknown): unknown {
  if (!isObject(value)) return value
  const copy = { ...value }
  if (copy['createdAt'] !== undefined) copy['createdAt'] = dateToText(copy['createdAt'])
  return copy
}

function encodeListOrdersResponse200BodyOrders(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item: unknown) => encodeOrder(item)) : value
}

function checkMoney(value: unknown, pointer: string, issues: Issue[]): void {
  if (!isObject(value)) report(issues, pointer, 'type', 'must be an object')
  else {
    const amount: unknown = value['amount']
    if (amount === undefined) report(issues, `${pointer}/amount`, 'required', 'is missing')
    else if (typeof amount !== 'number' || !Number.isInteger(amount))
      report(issues, `${pointer}/amount`, 'type', 'must be a whole number')
    const currency: unknown = value['currency']
    if (currency !== undefined) {
      if (typeof currency !== 'string')
        report(issues, `${pointer}/currency`, 'type', 'must be a string')
      else if (!/^[A-Z]{3}$/u.test(currency))
        report(issues, `${pointer}/currency`, 'pattern', 'must match ^[A-Z]{3}$')
    }
  }
}

function fillOrderItem(value: unknown): void {
  if (isObject(value)) {
    const price: unknown = value['price']
    fillMoney(price)
  }
}

function closeOrderItem(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) {
    undeclared(value, ['sku', 'quantity', 'price'], pointer, issues)
    const price: unknown = value['price']
    closeMoney(price, `${pointer}/price`, issues)
  }
}

function closeMoney(value: unknown, pointer: string, issues: Issue[]): void {
  if (isObject(value)) undeclared(value, ['amount', 'currency'], pointer, issues)
}

function fillMoney(value: unknown): void {
  if (isObject(value)) {
    if (value['currency'] === undefined) value['currency'] = 'EUR'
  }
}

/** Reports properties that the contract does not name. */
function undeclared(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  pointer: string,
  issues: Issue[],
  patterns: readonly RegExp[] = [],
): void {
  for (const key of Object.keys(value)) {
    if (
      value[key] === undefined ||
      names.includes(key) ||
      patterns.some((pattern) => pattern.test(key))
    )
      continue
    report(
      issues,
      `${pointer}/${escapePointer(key)}`,
      'additionalProperties',
      'is not declared by the contract',
    )
  }
}
