// What the page of the tests has: the generated clients, as a bundler finds them for browsers.
export { courierLinkClient } from '@acme/dispatch.courier-link.client'
export { ordersApiClient } from '@acme/orders.orders-api.client'
export { connectHttp } from '@tessera/runtime.http/client'
export { copies } from './copies.ts'
