import { ordersApiClient } from '@acme/orders.orders-api.client'
import { currentContext } from '@tessera/runtime.core'
import { notificationsService } from './service.ts'

const { BROKER = 'embedded:.data/broker', ORDERS_URL = 'http://127.0.0.1:4001' } = process.env

await using orders = ordersApiClient({ baseUrl: ORDERS_URL })
await using subscriber = await notificationsService({
  ...{ broker: BROKER, details: orders },
  write(_to, _text, orderId) {
    const { traceparent } = currentContext() ?? {}
    console.log(JSON.stringify({ service: 'notifications', what: 'mailed', orderId, traceparent, at: Date.now() }))
  },
})
console.log('notifications listens to order-events')
await new Promise((resolve) => process.once('SIGTERM', resolve))
console.log(JSON.stringify({ service: 'notifications', ...subscriber.statistics() }))
