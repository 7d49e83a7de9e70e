import type {
  Channel,
  ContractDocument,
  Described,
  Side,
  SocketItem,
  ThinEvent,
} from '@tessera/contract.define/document'
import { type NameBook, pascalCase } from './names.ts'

/** A message with the reply it may have: what channels, socket items and events have in common. */
export interface Exchange extends Described {
  /** As the contract has it: a key of the type that holds them all. */
  readonly key: string
  /** `Charges` */
  readonly name: string
  readonly sentBy: Side | 'either'
  readonly message: ExchangePayload
  /** Sent by the other side. */
  readonly reply?: ExchangePayload
  /** The operation that answers what an event leaves out. */
  readonly details?: string
}

export interface ExchangePayload {
  /** `at` of its slot. */
  readonly at: string
  /** What its type is named by, where its schema has no name: `charge`. */
  readonly name: string
  /** `at` of the slot of its headers. */
  readonly headers?: string
}

/** Channels, socket items or events, in the order of the contract; an HTTP contract has none. */
export function exchangesOf(document: ContractDocument, names: NameBook): readonly Exchange[] {
  const named = (key: string) => ({ key, name: names.take(pascalCase(key)) })
  return [
    ...Object.entries(document.channels ?? {}).map(([key, channel]) => ({ ...named(key), ...ofChannel(channel) })),
    ...Object.entries(document.items ?? {}).map(([key, item]) => ({ ...named(key), ...ofItem(key, item) })),
    ...Object.entries(document.events ?? {}).map(([key, event]) => ({ ...named(key), ...ofEvent(key, event) })),
  ]
}

type Unnamed = Omit<Exchange, 'key' | 'name'>

function ofChannel({ sentBy, message, reply, ...channel }: Channel): Unnamed {
  const payload = ({ name, payload: at, headers }: Channel['message']): ExchangePayload => ({
    ...{ at, name },
    ...(headers === undefined ? {} : { headers }),
  })
  return { ...described(channel), sentBy, message: payload(message), ...(reply ? { reply: payload(reply) } : {}) }
}

function ofItem(key: string, item: SocketItem): Unnamed {
  const reply = item.reply === undefined ? {} : { reply: { at: item.reply, name: `${key} reply` } }
  return { ...described(item), sentBy: item.sentBy, message: { at: item.payload, name: key }, ...reply }
}

function ofEvent(key: string, event: ThinEvent): Unnamed {
  const details = event.details ? { details: event.details.operation } : {}
  return { ...described(event), sentBy: 'provider', message: { at: event.data, name: key }, ...details }
}

function described({ summary, description, deprecated, sunset }: Described): Described {
  const all = Object.entries({ summary, description, deprecated, sunset })
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}
