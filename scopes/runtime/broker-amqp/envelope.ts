import type { BrokerMessage, DeadLetter, DeadReason } from '@tessera/runtime.broker'
import type { Message, Options } from 'amqplib'

/** Headers of our own: neither handed to nor taken from whoever uses the broker. */
const OWN = {
  key: 'x-tessera-key',
  attempts: 'x-tessera-attempts',
  address: 'x-tessera-address',
  group: 'x-tessera-group',
  code: 'x-tessera-reason-code',
  reason: 'x-tessera-reason',
  deadAt: 'x-tessera-dead-at',
} as const

/** Headers that RabbitMQ adds. */
const FOREIGN = /^x-(?:tessera-|delivery-count$|death$|first-death-|last-death-|acquired-count$)/

/** What is known of a message besides what it says. */
export interface Travelled {
  readonly message: BrokerMessage
  /** Deliveries before this one. */
  readonly attempts: number
  readonly publishedAt: number
}

export function publishOptions({ message, attempts, publishedAt }: Travelled): Options.Publish {
  const { id, key, headers } = message
  const contentType = headers['content-type']
  return {
    messageId: id,
    persistent: true,
    // In seconds, as AMQP has it.
    timestamp: Math.floor(publishedAt / 1000),
    ...(contentType === undefined ? {} : { contentType }),
    // Each header costs its encoding: those that say nothing are left out.
    headers:
      key === undefined && attempts === 0
        ? headers
        : { ...headers, [OWN.attempts]: attempts, ...(key === undefined ? {} : { [OWN.key]: key }) },
  }
}

/** Reads a message of ours, or of a stranger that follows no rules. */
export function readMessage({ properties, content, fields }: Message): Travelled {
  const all = (properties.headers ?? {}) as Readonly<Record<string, unknown>>
  const key = all[OWN.key]
  // Only queues that are replicated count what was never settled.
  const unsettled = numberOf(all['x-delivery-count']) ?? (fields.redelivered ? 1 : 0)
  return {
    message: {
      id: textOf(properties.messageId) ?? `${fields.exchange}/${fields.deliveryTag}/${Date.now()}`,
      ...(typeof key === 'string' ? { key } : {}),
      headers: stringHeaders(all, properties.contentType),
      body: content,
    },
    attempts: (numberOf(all[OWN.attempts]) ?? 0) + unsettled,
    publishedAt: (numberOf(properties.timestamp) ?? Date.now() / 1000) * 1000,
  }
}

export interface DeadPlace {
  readonly address: string
  readonly group: string
  readonly reason: DeadReason
}

export function deadOptions(travelled: Travelled, { address, group, reason }: DeadPlace): Options.Publish {
  const options = publishOptions(travelled)
  const own = {
    ...{ [OWN.address]: address, [OWN.group]: group, [OWN.code]: reason.code, [OWN.reason]: reason.message },
    [OWN.deadAt]: Date.now(),
  }
  return { ...options, headers: { ...options.headers, ...own } }
}

/** `undefined` where it was not put there by this adapter, nor by RabbitMQ for one of its queues. */
export function readDeadLetter(message: Message): DeadLetter | undefined {
  const headers = (message.properties.headers ?? {}) as Readonly<Record<string, unknown>>
  const travelled = readMessage({ ...message, fields: { ...message.fields, redelivered: false } } as Message)
  const [address, group] = [textOf(headers[OWN.address]), textOf(headers[OWN.group])]
  if (address === undefined || group === undefined) return undefined
  return {
    ...{ address, group, message: travelled.message, publishedAt: travelled.publishedAt },
    attempts: numberOf(headers[OWN.attempts]) ?? 0,
    reason: { code: textOf(headers[OWN.code]) ?? '', message: textOf(headers[OWN.reason]) ?? '' },
    deadAt: numberOf(headers[OWN.deadAt]) ?? travelled.publishedAt,
  }
}

function stringHeaders(all: Readonly<Record<string, unknown>>, contentType: unknown): Record<string, string> {
  const headers: Record<string, string> = typeof contentType === 'string' ? { 'content-type': contentType } : {}
  for (const name of Object.keys(all)) {
    if (name === '__proto__' || (name.startsWith('x-') && FOREIGN.test(name))) continue
    const value = all[name]
    headers[name.toLowerCase()] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return headers
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
