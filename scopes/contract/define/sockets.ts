import { type ContractBase, markContract } from './contract.ts'
import type { ConnectionRules, Side } from './document.ts'
import type { DescribedInput, HeadInput } from './options.ts'
import type { Body } from './payload.ts'

/** A message or, with a reply, a request over an open connection. */
export interface SocketItemInput<B = Body> extends DescribedInput {
  readonly sentBy: Side | 'either'
  readonly payload: B
  /** Makes it a request, which the other side answers. */
  readonly reply?: Body
  /** Milliseconds a requester waits for the reply. */
  readonly deadlineMs?: number
}

export interface SocketContract<I = Readonly<Record<string, SocketItemInput>>>
  extends ContractBase<'sockets'>, ConnectionRules {
  readonly items: I
}

interface SocketContractInput<B> extends HeadInput, Partial<ConnectionRules> {
  readonly items: { readonly [K in keyof B]: SocketItemInput<B[K]> }
}

/** 256 KiB: a few hundred small messages on the way. */
const WINDOW_BYTES = 262_144
/** A peer that is gone is missed after ten seconds. */
const HEARTBEAT_MS = 5000

/**
 * Declares what travels over a direct connection, either way. Nothing is evaluated or thrown here: `toDocument` reports
 * what is wrong with it.
 * @example socketContract({ id: 'acme.dispatch/courier-link', items: {
 *   position: { sentBy: 'consumer', payload: Position },
 *   assign: { sentBy: 'provider', payload: Job, reply: { accepted: z.boolean() } },
 * } })
 */
export function socketContract<const B extends Readonly<Record<string, Body>>>(
  contract: SocketContractInput<B>,
): SocketContract<SocketContractInput<B>['items']> {
  const { line = 1, windowBytes = WINDOW_BYTES, heartbeatMs = HEARTBEAT_MS, ...rest } = contract
  return markContract({ pattern: 'sockets', line, windowBytes, heartbeatMs, ...rest })
}
