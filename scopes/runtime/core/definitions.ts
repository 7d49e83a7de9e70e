import type { Check, Codecs, ContractDefinition, SecurityRequirement } from './check.ts'

export type Side = 'provider' | 'consumer'

/** `one-of-all`: one subscriber among all; `one-per-service`: each service once, its replicas share; `each-replica`. */
export type Delivery = 'one-of-all' | 'one-per-service' | 'each-replica'

/** What a subscriber does with a message its handler failed on, before it becomes a dead letter. */
export interface RetryPolicy {
  /** Deliveries in all, the first included. */
  readonly attempts: number
  /** Milliseconds before the second attempt. */
  readonly delayMs: number
  /** `exponential`: the delay doubles each time. `constant` where nothing is said. */
  readonly backoff?: 'constant' | 'exponential'
  readonly maxDelayMs?: number
}

/** One payload: how it is checked and how large it may be. */
export interface PayloadDefinition extends Codecs {
  readonly check: Check
  /** What this side sends is checked with this one, where both sides send it. */
  readonly checkSent?: Check
  /** Bytes on the wire at most. */
  readonly maxBytes?: number
}

export interface MessageDefinition extends PayloadDefinition {
  /** What the message type header says: `charge`. */
  readonly name: string
  /** Names in lower case. */
  readonly headers?: Check
}

export interface ChannelDefinition {
  /** Queue, topic or subject. */
  readonly address: string
  readonly sentBy: Side
  readonly delivery: Delivery
  /** Property of the payload: messages equal in it are handled in order. */
  readonly orderBy?: string
  readonly retry?: RetryPolicy
  /** Milliseconds a requester waits for the reply. */
  readonly deadlineMs?: number
  /** Any of these; `[]` needs none. */
  readonly security?: readonly SecurityRequirement[]
  readonly message: MessageDefinition
  readonly reply?: MessageDefinition
}

/** What a generated messaging client or server knows of its contract at run time. */
export interface MessagingDefinition extends ContractDefinition {
  readonly channels: Readonly<Record<string, ChannelDefinition>>
}

export interface SocketItemDefinition {
  readonly sentBy: Side | 'either'
  readonly payload: PayloadDefinition
  readonly reply?: PayloadDefinition
  readonly deadlineMs?: number
}

/** What a generated socket client or server knows of its contract at run time. */
export interface SocketDefinition extends ContractDefinition {
  /** Bytes that a sender may have on the way before the receiver grants more. */
  readonly windowBytes: number
  /** Milliseconds between heartbeats; a peer that is silent for two of them is gone. */
  readonly heartbeatMs: number
  readonly items: Readonly<Record<string, SocketItemDefinition>>
}

export interface EventDetailsDefinition {
  /** Of the HTTP contract that `detailsOf` names. */
  readonly operation: string
  /** Path or query parameter of the operation to the property of the data that feeds it. */
  readonly arguments: {
    readonly params?: Readonly<Record<string, string>>
    readonly query?: Readonly<Record<string, string>>
  }
  /** Property of the data that says which version of the details the event is about. */
  readonly version?: string
}

export interface EventDefinition {
  /** CloudEvents `type`. */
  readonly type: string
  readonly data: PayloadDefinition
  readonly orderBy?: string
  readonly details?: EventDetailsDefinition
}

/** What a generated event publisher or subscriber knows of its contract at run time. */
export interface EventsDefinition extends ContractDefinition {
  /** Topic or subject of all events of the contract: its id. */
  readonly address: string
  readonly delivery: Delivery
  readonly retry?: RetryPolicy
  /** Id of the HTTP contract whose operations give details. */
  readonly detailsOf?: string
  /** Share of events, 0 to 1, that subscribers are expected to fetch details for. */
  readonly expectedFetchShare: number
  readonly events: Readonly<Record<string, EventDefinition>>
}
