import { randomBytes } from 'node:crypto'
import { ordersApiServer, type OrdersApiServer } from '@acme/orders.orders-api.server'
import type { MoneyR, OrderItemR, OrderW } from '@acme/orders.orders-api.types'
import { createOrderBook, type OrderBook } from './order-book.ts'

/** The orders service, not yet listening. */
export function ordersService(book: OrderBook = createOrderBook()): OrdersApiServer {
  return ordersApiServer({
    async createOrder({ body }) {
      const currencies = new Set(body.items.map((item) => item.price.currency))
      if (currencies.size > 1) return refuse('an order has one currency', [...currencies].join(', '))
      const order: OrderW = {
        id: `ord_${randomBytes(4).toString('hex')}`,
        version: 1,
        status: 'open',
        ...body,
        total: totalOf(body.items),
        createdAt: new Date(),
      }
      await book.add(order)
      return { status: 201, body: order }
    },
    getOrder({ params }) {
      const order = book.find(params.id)
      if (order) return { status: 200, body: order }
      return { status: 404, body: { type: 'about:blank', title: 'no such order', status: 404 } }
    },
    listOrders({ query }) {
      const wanted = book.newest().filter((order) => query.status === undefined || order.status === query.status)
      return { status: 200, body: { orders: wanted.slice(0, query.limit) } }
    },
  })
}

function totalOf(items: readonly OrderItemR[]): MoneyR {
  const amount = items.reduce((sum, item) => sum + item.quantity * item.price.amount, 0)
  return { amount, currency: items[0]?.price.currency ?? 'EUR' }
}

function refuse(title: string, detail: string) {
  return { status: 422, body: { type: 'about:blank', title, status: 422, detail } } as const
}
