import { currentContext } from '@tessera/runtime.core'
import { courier } from './courier.ts'

const { DISPATCH_URL = 'tcp://127.0.0.1:4002', COURIERS = '20' } = process.env

const links = await Promise.all(
  Array.from({ length: Number(COURIERS) }, () =>
    courier({
      url: DISPATCH_URL,
      onRide(orderId) {
        const { traceparent } = currentContext() ?? {}
        console.log(JSON.stringify({ service: 'courier', what: 'rides', orderId, traceparent, at: Date.now() }))
      },
    }),
  ),
)
console.log(`${links.length} couriers wait for jobs`)
await new Promise((resolve) => process.once('SIGTERM', resolve))
await Promise.all(links.map((link) => link.drain()))
