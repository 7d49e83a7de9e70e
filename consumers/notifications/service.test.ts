import { orderEventsMock } from '@acme/orders.order-events.mocks'
import { ordersApiReplies } from '@acme/orders.orders-api.mocks'
import { expect, test } from 'vitest'
import { isAsked, notificationsService } from './service.ts'

test('few customers are written to, and few events need a fetch', async () => {
  await using shop = await orderEventsMock({ seed: 1, details: ordersApiReplies })
  const written: string[] = []
  await using service = await notificationsService({
    ...{ broker: shop.broker, details: shop.details },
    write: (_to, _text, orderId) => written.push(orderId),
  })
  const orderIds = Array.from({ length: 40 }, (_, index) => `ord_${index.toString(16).padStart(8, '0')}`)
  for (const orderId of orderIds) {
    await shop.emit.placed({ value: { orderId, version: 1 } })
    await shop.emit.paid({ value: { orderId, version: 1 } })
  }
  await expect.poll(() => service.statistics().events).toBe(80)
  await expect.poll(() => written.toSorted()).toEqual(orderIds.filter(isAsked))
  expect(service.statistics().share).toBeLessThan(0.2)
})
