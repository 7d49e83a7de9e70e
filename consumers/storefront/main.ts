import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { ordersApiClient } from '@acme/orders.orders-api.client'
import { createTraceparent, runInContext } from '@tessera/runtime.core'
import { checkout, type BasketLine } from './basket.ts'

const orders = ordersApiClient({ baseUrl: process.env['ORDERS_URL'] ?? 'http://127.0.0.1:4001' })

/** `POST /checkout` with `{ email, lines }` answers with the receipt. */
const server = createServer(async (request, response) => {
  try {
    const { email, lines } = (await json(request)) as { email: string; lines: readonly BasketLine[] }
    const traceparent = createTraceparent()
    // Whatever this checkout sets off, wherever, is one trace.
    const context = { signal: AbortSignal.timeout(30_000), traceparent, headers: {} }
    const receipt = await runInContext(context, () => checkout(orders, email, lines))
    const said = { service: 'storefront', what: 'checked out', orderId: receipt.orderId, traceparent, at: Date.now() }
    console.log(JSON.stringify(said))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(receipt))
  } catch (error) {
    response.writeHead(502, { 'content-type': 'text/plain' })
    response.end(error instanceof Error ? error.message : String(error))
  }
})

const { HOST = '127.0.0.1', PORT = '0' } = process.env
server.listen(Number(PORT), HOST, () => {
  const address = server.address()
  console.log(`storefront listens on http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
process.once('SIGTERM', () => {
  server.close()
  void orders.drain()
})
