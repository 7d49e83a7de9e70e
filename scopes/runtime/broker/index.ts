export type {
  Broker,
  BrokerCapabilities,
  BrokerDelivery,
  BrokerMessage,
  DeadLetter,
  DeadLetterFilter,
  DeadLetters,
  DeadReason,
  Group,
  SubscribeOptions,
  Subscription,
} from './broker.ts'
export { type BrokerSource, openBroker, useBroker } from './open-broker.ts'
export { type MemoryBrokerOptions, openMemoryBroker } from './memory-broker.ts'
export type { Inbox } from './inbox.ts'
export type { Outbox, OutboxEntry } from './outbox.ts'
export type { FailedMessage, MessageContext, MessageRecord, SendOptions, SentMessage } from './message.ts'
export { consume, type ConsumeOptions, type Consumer, type Consumption, DEFAULT_RETRY, groupOf } from './consume.ts'
export { delayBefore } from './take.ts'
export { produce, type Outgoing, type Producer, translateDeadline } from './produce.ts'
export { orderKey, type Payload, readPayload, writePayload, type WrittenPayload } from './payload.ts'
export { createMemoryInbox, type MemoryInboxOptions } from './memory-inbox.ts'
export { type EmbeddedServer, type EmbeddedServerOptions, startEmbeddedBroker } from './embedded-server.ts'
export { type EmbeddedBrokerOptions, openEmbeddedBroker } from './embedded-broker.ts'
export { type FileInboxOptions, openFileInbox } from './file-inbox.ts'
export { createMemoryOutbox } from './memory-outbox.ts'
export { openFileOutbox } from './file-outbox.ts'
export { type Relay, type RelayOptions, startRelay } from './relay.ts'
export { createKeyLanes, type KeyLanes } from './key-lanes.ts'
export { refuseLarge } from './refusals.ts'
