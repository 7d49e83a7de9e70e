import type { ContractDocument, MessageEdge } from '@tessera/contract.define'
import type {
  EventDefinition,
  EventsDefinition,
  MessageDefinition,
  MessagingDefinition,
  PayloadDefinition,
  SocketDefinition,
} from '@tessera/runtime.core'
import { checkOf } from './http-definition.ts'
import { identityOf } from './identity.ts'

/** What a peer on a broker knows of a messaging contract, made of the document itself. */
export function messagingDefinition(document: ContractDocument): MessagingDefinition {
  return {
    ...identityOf(document),
    channels: mapValues(document.channels, ({ message, reply, ...channel }, name) => ({
      ...channel,
      address: channel.address ?? `${document.id}/${name}`,
      message: messageOf(document, message),
      ...(reply === undefined ? {} : { reply: messageOf(document, reply) }),
    })),
  }
}

/** What a socket peer knows of a contract, made of the document itself. */
export function socketDefinition(document: ContractDocument): SocketDefinition {
  return {
    ...identityOf(document),
    ...(document.connection ?? { windowBytes: 65_536, heartbeatMs: 5000 }),
    items: mapValues(document.items, ({ sentBy, deadlineMs, payload, reply }) => ({
      sentBy,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      payload: payloadOf(document, payload),
      ...(reply === undefined ? {} : { reply: payloadOf(document, reply) }),
    })),
  }
}

/** What a publisher knows of the events of a contract, made of the document itself. */
export function eventsDefinition(document: ContractDocument): EventsDefinition {
  return {
    ...identityOf(document),
    address: document.id,
    delivery: document.delivery ?? 'one-per-service',
    expectedFetchShare: document.expectedFetchShare ?? 0.2,
    // A publisher fetches no details: what they are is for subscribers.
    events: mapValues(document.events, ({ type, data, orderBy }, name): EventDefinition => ({
      type: type ?? `${document.id}.${name}`,
      data: payloadOf(document, data),
      ...(orderBy === undefined ? {} : { orderBy }),
    })),
  }
}

function messageOf(document: ContractDocument, { name, payload, headers }: MessageEdge): MessageDefinition {
  const checked = headers === undefined ? undefined : payloadOf(document, headers).check
  return { name, ...payloadOf(document, payload), ...(checked === undefined ? {} : { headers: checked }) }
}

function payloadOf(document: ContractDocument, at: string): PayloadDefinition {
  const slot = document.slots.find((candidate) => candidate.at === at)
  if (slot === undefined) throw new Error(`${document.id} has no slot ${at}`)
  return { check: checkOf(document, slot), ...(slot.maxBytes === undefined ? {} : { maxBytes: slot.maxBytes }) }
}

function mapValues<T, R>(
  map: Readonly<Record<string, T>> | undefined,
  change: (value: T, name: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, change(value, name)]))
}
