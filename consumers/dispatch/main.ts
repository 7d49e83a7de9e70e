import { ordersApiClient } from '@acme/orders.orders-api.client'
import { currentContext } from '@tessera/runtime.core'
import { dispatchService } from './service.ts'

const { BROKER = 'embedded:.data/broker', HOST = '127.0.0.1', PORT = '0' } = process.env
const { ORDERS_URL = 'http://127.0.0.1:4001' } = process.env

await using orders = ordersApiClient({ baseUrl: ORDERS_URL })
await using dispatch = dispatchService({
  ...{ broker: BROKER, details: orders },
  onChange(what, orderId) {
    const { traceparent } = currentContext() ?? {}
    console.log(JSON.stringify({ service: 'dispatch', what, orderId, traceparent, at: Date.now() }))
  },
})
const { url } = await dispatch.link.listen({ url: `tcp://${HOST}:${PORT}` })
await dispatch.start()
console.log(`dispatch listens on ${url}`)
await new Promise((resolve) => process.once('SIGTERM', resolve))
