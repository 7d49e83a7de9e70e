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
export { type BrokerSource, openBroker } from './open-broker.ts'
export type { Inbox } from './inbox.ts'
export type { Outbox, OutboxEntry } from './outbox.ts'
export type { FailedMessage, MessageContext, MessageRecord } from './message.ts'
