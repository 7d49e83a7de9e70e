import { courierLinkClient } from '@acme/dispatch.courier-link.client'
import { orderEventsMock } from '@acme/orders.order-events.mocks'
import { ordersApiReplies } from '@acme/orders.orders-api.mocks'
import { expect, test } from 'vitest'
import { dispatchService } from './service.ts'

test('each order that was paid is carried once, by a courier that accepts it', async () => {
  await using shop = await orderEventsMock({ seed: 1, details: ordersApiReplies })
  const changes: string[] = []
  await using dispatch = dispatchService({
    ...{ broker: shop.broker, details: shop.details },
    onChange: (change, orderId) => changes.push(`${change} ${orderId}`),
  })
  const { url } = await dispatch.link.listen()
  await dispatch.start()
  const couriers = await Promise.all(
    [false, true].map(async (willing) => {
      const courier = await courierLinkClient(
        {
          chat: () => {},
          assign({ orderId, to: at }) {
            if (willing) setImmediate(() => void courier.request.delivered({ orderId, at }))
            return { accepted: willing }
          },
        },
        { url },
      )
      return courier
    }),
  )
  const orderIds = ['ord_00000001', 'ord_00000002', 'ord_00000003']
  for (const orderId of orderIds) await shop.emit.paid({ value: { orderId, version: 2 } })
  await expect.poll(() => changes.filter((change) => change.startsWith('delivered')).length).toBe(3)
  expect(changes.toSorted()).toEqual([
    ...orderIds.map((orderId) => `assigned ${orderId}`),
    ...orderIds.map((orderId) => `delivered ${orderId}`),
  ])
  await Promise.all(couriers.map((courier) => courier.drain()))
})
