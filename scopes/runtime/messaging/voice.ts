import type { Broker, Producer } from '@tessera/runtime.broker'
import type { MessagingDefinition } from '@tessera/runtime.core'
import type { MessagingOptions } from './options.ts'
import type { Replies } from './replies.ts'

/** What all functions of one side share. */
export interface Voice {
  readonly definition: MessagingDefinition
  readonly options: MessagingOptions
  readonly broker: Broker
  readonly producer: Producer
  readonly replies: Replies
}
