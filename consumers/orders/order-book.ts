import type { OrderW } from '@acme/orders.orders-api.types'

/** The orders of the shop, in memory. */
export interface OrderBook {
  add(order: OrderW): Promise<void>
  /** What is paid already stays as it is: word of it may come twice. */
  pay(id: string): Promise<void>
  find(id: string): OrderW | undefined
  newest(): readonly OrderW[]
}

/** Told of each change before whoever made it goes on. */
export type OnChange = (change: 'placed' | 'paid', order: OrderW) => Promise<void>

export function createOrderBook(onChange: OnChange = async () => {}): OrderBook {
  const orders = new Map<string, OrderW>()
  return {
    async add(order) {
      orders.set(order.id, order)
      await onChange('placed', order)
    },
    async pay(id) {
      const order = orders.get(id)
      if (order?.status !== 'open') return
      const paid: OrderW = { ...order, status: 'paid', version: order.version + 1 }
      orders.set(id, paid)
      await onChange('paid', paid)
    },
    find: (id) => orders.get(id),
    newest: () => [...orders.values()].toReversed(),
  }
}
