/** What a broker can do beyond the least: deliver at least once, to groups, with confirms, delays and dead letters. */
export interface BrokerCapabilities {
  /** Confirmed messages outlive the broker's process. */
  readonly persistent: boolean
  /** Reaches other processes. */
  readonly shared: boolean
  /** Messages of one key come one at a time and in order, whichever replica they go to. */
  readonly ordered: boolean
  /** A message that is published twice under one id within the broker's window is delivered once. */
  readonly deduplicating: boolean
  /** Bytes that the body of a message may have; a larger one is refused. */
  readonly maxBytes: number
}

/** What is handed to a broker. */
export interface BrokerMessage {
  /** Unique; the same when it is published again. */
  readonly id: string
  /** Messages equal in it are delivered in order, the next one when the one before is settled. */
  readonly key?: string | undefined
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Who shares the messages of an address: each group gets every message, one of its subscribers handles it. */
export interface Group {
  readonly name: string
  /** Milliseconds without any subscriber after which the group and what waits for it go; never where nothing is said. */
  readonly expiresMs?: number | undefined
  /** Its messages have keys; some brokers then let one subscriber at a time handle them. The same in each declaration. */
  readonly ordered?: boolean | undefined
}

export interface SubscribeOptions {
  readonly group: Group
  /** Deliveries that may be unsettled at a time; 16 where nothing is said. */
  readonly prefetch?: number | undefined
  /** Milliseconds in which a delivery is settled or extended, or goes to another; 30,000 where nothing is said. */
  readonly ackDeadlineMs?: number | undefined
}

/** One attempt at handing a message to a subscriber. It is settled once; settling it again does nothing. */
export interface BrokerDelivery {
  readonly address: string
  readonly message: BrokerMessage
  /** 1 at first; counts deliveries that ended without being settled, too. */
  readonly attempt: number
  /** Milliseconds after which it goes to another unless it is settled or extended; `Infinity` where there is no such. */
  readonly ackDeadlineMs: number
  /** Done with. */
  ack(): Promise<void>
  /** Comes again, not before `delayMs` milliseconds have passed. */
  retry(delayMs: number): Promise<void>
  /** As if it had never been delivered: comes again at once, the attempt does not count. */
  release(): Promise<void>
  /** Comes no more, but can be looked at and replayed. */
  reject(reason: DeadReason): Promise<void>
  /** The time to settle it begins anew. */
  extend(): void
}

/** Why a message is dead: `code` is stable (`ATTEMPTS_EXHAUSTED`, `CONTRACT_VIOLATION`…), `message` for people. */
export interface DeadReason {
  readonly code: string
  readonly message: string
}

export interface Subscription {
  /** Nothing new is delivered; what was delivered can still be settled. */
  stop(): Promise<void>
  /** Stops, and gives back what is not settled. */
  close(): Promise<void>
}

/** A message that a group of subscribers could not handle. */
export interface DeadLetter {
  readonly address: string
  readonly group: string
  readonly message: BrokerMessage
  readonly reason: DeadReason
  /** Deliveries it had. */
  readonly attempts: number
  /** Milliseconds since the epoch. */
  readonly publishedAt: number
  readonly deadAt: number
}

/** Which dead letters; all where nothing is said. */
export interface DeadLetterFilter {
  readonly address?: string | undefined
  readonly group?: string | undefined
  /** Of messages. */
  readonly ids?: readonly string[] | undefined
  /** 100 where nothing is said, for `list` only. */
  readonly limit?: number | undefined
}

/** The messages that nobody could handle, oldest first. */
export interface DeadLetters {
  list(filter?: DeadLetterFilter): Promise<readonly DeadLetter[]>
  /** Gives them to their group once more, from attempt 1; says how many. */
  replay(filter?: DeadLetterFilter): Promise<number>
  /** Forgets them; says how many. */
  discard(filter?: DeadLetterFilter): Promise<number>
}

/** What every broker offers to the runtimes; one adapter each. Calls reject with Unavailable when it cannot be reached. */
export interface Broker extends AsyncDisposable {
  /** Without credentials, for logs. */
  readonly url: string
  readonly capabilities: BrokerCapabilities
  /** From now on what is published to the address is kept for the group, whether or not anybody subscribes. */
  declare(address: string, group: Group): Promise<void>
  /** Resolves when the broker has confirmed the message. Where the address has no group, nobody gets it. */
  publish(address: string, message: BrokerMessage): Promise<void>
  /** Declares the group and calls `receive` with each delivery; it must not throw. */
  subscribe(
    address: string,
    options: SubscribeOptions,
    receive: (delivery: BrokerDelivery) => void,
  ): Promise<Subscription>
  readonly deadLetters: DeadLetters
  /** Closes subscriptions, then the connection. May be called more than once. */
  close(): Promise<void>
}
