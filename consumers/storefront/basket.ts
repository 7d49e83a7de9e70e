import type { OrdersApiClient } from '@acme/orders.orders-api.client'

export interface BasketLine {
  readonly sku: string
  readonly quantity: number
  /** In cents. */
  readonly cents: number
}

/** What the shop tells the customer after checkout. */
export interface Receipt {
  readonly orderId: string
  /** `12.90 EUR` */
  readonly total: string
}

/** Places the order of a basket. @throws Error with the shop's reason when the order is refused */
export async function checkout(
  orders: Pick<OrdersApiClient, 'call'>,
  customerEmail: string,
  lines: readonly BasketLine[],
): Promise<Receipt> {
  const items = lines.map(({ sku, quantity, cents }) => ({ sku, quantity, price: { amount: cents } }))
  const reply = await orders.call.createOrder({ body: { customerEmail, items } })
  if (reply.status === 422) throw new Error(reply.body.detail ?? reply.body.title)
  const { id, total } = reply.body
  return { orderId: id, total: `${(total.amount / 100).toFixed(2)} ${total.currency}` }
}
