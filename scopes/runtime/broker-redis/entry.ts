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

export function readEntry([id, fields]: RawEntry): Entry {
  const values = new Map<string, Buffer>()
  for (let index = 0; index + 1 < fields.length; index += 2) {
    values.set(String(fields[index]), fields[index + 1] ?? Buffer.alloc(0))
  }
  const text = (field: string): string => values.get(field)?.toString() ?? ''
  const { publishedAt, ...meta } = JSON.parse(text('meta')) as Omit<BrokerMessage, 'body'> & { publishedAt: number }
  return {
    id: id.toString(),
    message: { ...meta, body: values.get('body') ?? Buffer.alloc(0) },
    publishedAt,
    attempts: Number(text('attempts')),
    text,
  }
}
