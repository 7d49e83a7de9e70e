// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import {
  serveSocket,
  type SocketConnection,
  type SocketServer,
  type SocketServerHandlers,
  type SocketServerOptions,
} from '@tessera/runtime.sockets/server'
import type { CourierLink } from '@acme/dispatch.courier-link.types'
import { definition } from './definition.ts'

export type * from '@acme/dispatch.courier-link.types'

/** One function for each item of acme.dispatch/courier-link that consumers send. */
export type CourierLinkHandlers = SocketServerHandlers<CourierLink>
/** One consumer of acme.dispatch/courier-link that is connected. */
export type CourierLinkConnection = SocketConnection<CourierLink>
/** A provider of acme.dispatch/courier-link. */
export type CourierLinkServer = SocketServer<CourierLink>
export type CourierLinkServerOptions = SocketServerOptions<CourierLink>

/**
 * Couriers on the road and the dispatch that sends them
 * Both ways are validated; a handler knows the connection an item came over, and may send and ask over it.
 */
export function courierLinkServer(
  handlers: CourierLinkHandlers,
  options: CourierLinkServerOptions = {},
): CourierLinkServer {
  return serveSocket<CourierLink>(definition, handlers, options)
}
