import { currentContext } from '@tessera/runtime.core'
import { paymentsService } from './service.ts'

const { BROKER = 'embedded:.data/broker', REPLICA = '1' } = process.env
const service = `payments-${REPLICA}`

await using server = await paymentsService({
  broker: BROKER,
  onCharge(orderId) {
    const { traceparent } = currentContext() ?? {}
    console.log(JSON.stringify({ service, what: 'charged', orderId, traceparent, at: Date.now() }))
  },
})
console.log(`${service} works`)
await new Promise((resolve) => process.once('SIGTERM', resolve))
await server.drain()
