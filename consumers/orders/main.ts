import { currentContext } from '@tessera/runtime.core'
import { openBackOffice } from './back-office.ts'
import { ordersService } from './service.ts'

const { HOST = '127.0.0.1', PORT = '0', BROKER = 'memory:', DATA = '.data/orders' } = process.env

await using office = await openBackOffice(BROKER, DATA, async (change, { id }) => {
  const { traceparent } = currentContext() ?? {}
  console.log(JSON.stringify({ service: 'orders', what: change, orderId: id, traceparent, at: Date.now() }))
})
await using service = ordersService(office.book)
const { url } = await service.listen({ host: HOST, port: Number(PORT) })
console.log(`orders listens on ${url}`)
await new Promise((resolve) => process.once('SIGTERM', resolve))
