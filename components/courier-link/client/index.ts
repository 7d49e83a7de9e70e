// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import {
  connectSocket,
  type SocketClient,
  type SocketClientHandlers,
  type SocketClientOptions,
} from '@tessera/runtime.sockets/client'
import type { CourierLink } from '@acme/dispatch.courier-link.types'
import { definition } from './definition.ts'

export type * from '@acme/dispatch.courier-link.types'

/** One function for each item of acme.dispatch/courier-link that the provider sends. */
export type CourierLinkClientHandlers = SocketClientHandlers<CourierLink>
/** A connection to a provider of acme.dispatch/courier-link. */
export type CourierLinkClient = SocketClient<CourierLink>
export type CourierLinkClientOptions = SocketClientOptions

/**
 * Couriers on the road and the dispatch that sends them
 * Both ways are validated; the connection is made anew when it breaks, and goes on where it was.
 * @example await link.send.position(…)
 */
export function courierLinkClient(
  handlers: CourierLinkClientHandlers,
  options: CourierLinkClientOptions,
): Promise<CourierLinkClient> {
  return connectSocket<CourierLink>(definition, handlers, options)
}
