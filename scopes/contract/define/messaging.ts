import { type ContractBase, markContract } from './contract.ts'
import type { Delivery, RetryPolicy, Side } from './document.ts'
import type { DescribedInput, HeadInput, ScalarKey, SecurityInput, SecurityOptions } from './options.ts'
import type { Body, Payload } from './payload.ts'

/** A kind of message: what it carries, on whatever channel. */
export interface MessageInput<B = Body> extends DescribedInput {
  readonly payload: B
  /** Names in lower case. */
  readonly headers?: Payload
}

/** Where messages of one kind go. */
export interface ChannelInput<
  Message extends string = string,
  Reply extends string = string,
  Key extends string = string,
  Scheme extends string = string,
> extends DescribedInput {
  /** Queue, topic or subject; `<contract id>/<channel>` if absent. */
  readonly address?: string
  /** `consumer`: whoever uses the contract sends, its owner handles; `provider`: the other way round. */
  readonly sentBy: Side
  /** Name of a message. */
  readonly message: Message
  /** Name of the message that answers it. */
  readonly replyWith?: Reply
  /** Who of many subscribers gets a message. */
  readonly delivery: Delivery
  /** Property of the payload: messages equal in it are handled in order. */
  readonly orderBy?: Key
  readonly retry?: RetryPolicy
  /** Milliseconds a requester waits for the reply. */
  readonly deadlineMs?: number
  /** Any of these; `[]` needs none; absent: what the contract says. */
  readonly security?: readonly SecurityInput<Scheme>[]
}

export interface MessagingContract<
  M = Readonly<Record<string, MessageInput>>,
  C = Readonly<Record<string, ChannelInput>>,
>
  extends ContractBase<'messaging'>, SecurityOptions<string> {
  readonly messages: M
  readonly channels: C
}

type Messages<B> = { readonly [K in keyof B]: MessageInput<B[K]> }
type NameOf<B> = keyof B & string
type Channels<B, C, S extends string> = {
  readonly [K in keyof C]: ChannelInput<C[K] & NameOf<B>, NameOf<B>, KeyOf<B, C[K]>, S>
}
type KeyOf<B, N> = N extends keyof B ? ScalarKey<B[N]> : never

interface MessagingContractInput<B, C, S extends string> extends HeadInput, SecurityOptions<S> {
  readonly messages: Messages<B>
  readonly channels: Channels<NoInfer<B>, C, NoInfer<S>>
}

/**
 * Declares messages and the channels they go through a broker on. Nothing is evaluated or thrown here: `toDocument`
 * reports what is wrong with it.
 * @example messagingContract({ id: 'acme.payments/payment-jobs',
 *   messages: { charge: { payload: Charge }, charged: { payload: Outcome } },
 *   channels: { charges: { sentBy: 'consumer', message: 'charge', replyWith: 'charged', delivery: 'one-of-all' } },
 * })
 */
export function messagingContract<
  const B extends Readonly<Record<string, Body>>,
  const C extends Readonly<Record<string, NameOf<B>>>,
  S extends string = never,
>(contract: MessagingContractInput<B, C, S>): MessagingContract<Messages<B>, Channels<B, C, S>> {
  const { line = 1, ...rest } = contract
  return markContract({ pattern: 'messaging', line, ...rest }) as MessagingContract<Messages<B>, Channels<B, C, S>>
}
