import type { BrokerMessage } from '@tessera/runtime.broker'

/** What is in a stream, as Redis answers: an id, then names and values by turns. */
export type RawEntry = readonly [id: Buffer, fields: readonly Buffer[]]

export interface Entry {
  readonly id: string
  readonly message: BrokerMessage
  /** Milliseconds since the epoch. */
  readonly publishedAt: number
  /** Deliveries that ended before this entry was written. */
  readonly attempts: number
  /** What else was written with it. */
  readonly text: (field: string) => string
}

/** All of a message but its body, as text. */
export function writeMeta({ id, key, headers }: BrokerMessage): string {
  return JSON.stringify({ id, key, headers, publishedAt: Date.now() })
}

/** Every entry begins with how often it was tried, what is known of it, and its body. */
export function readEntry([id, fields]: RawEntry): Entry {
  const [, attempts = NOTHING, , meta = NOTHING, , body = NOTHING] = fields
  const { publishedAt, ...rest } = JSON.parse(meta.toString()) as Omit<BrokerMessage, 'body'> & { publishedAt: number }
  return {
    id: id.toString(),
    message: { ...rest, body },
    publishedAt,
    attempts: Number(attempts.toString()),
    text: (field) => textOf(fields, field),
  }
}

function textOf(fields: readonly Buffer[], field: string): string {
  for (let at = 0; at < fields.length; at += 2) {
    if (fields[at]?.toString() === field) return fields[at + 1]?.toString() ?? ''
  }
  return ''
}

const NOTHING = Buffer.alloc(0)
