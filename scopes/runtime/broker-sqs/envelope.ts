import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs'
import type { BrokerMessage, DeadReason } from '@tessera/runtime.broker'

/** What is known of a message besides what it says. */
export interface Travelled {
  readonly message: BrokerMessage
  /** Deliveries before it was sent as it is. */
  readonly attempts: number
  readonly publishedAt: number
}

/** Where and why it died. */
export interface Grave {
  readonly address: string
  readonly group: string
  readonly expires: boolean
  readonly reason: DeadReason
  readonly deadAt: number
}

/** As SQS and SNS carry it. */
export interface Written {
  readonly text: string
  readonly attributes: Record<string, MessageAttributeValue & { DataType: string }>
}

/** All of a message but its body: SQS has room for ten attributes, and lets none be empty. */
interface Meta extends Omit<BrokerMessage, 'body'> {
  readonly encoding?: 'base64' | 'empty' | undefined
  readonly attempts: number
  readonly publishedAt: number
  readonly grave?: Grave | undefined
}

/** The one attribute that there is. */
export const ATTRIBUTE = 'tessera'

export function write({ message, attempts, publishedAt }: Travelled, grave?: Grave): Written {
  const { body, ...rest } = message
  const { text, encoding } = encode(body)
  const meta: Meta = { ...rest, encoding, attempts, publishedAt, grave }
  return { text, attributes: { [ATTRIBUTE]: { DataType: 'String', StringValue: JSON.stringify(meta) } } }
}

/** Reads a message of ours, or of a stranger that follows no rules. */
export function read({ MessageId = '', Body = '', MessageAttributes, Attributes }: Message): Travelled & {
  readonly grave?: Grave | undefined
} {
  const meta = readMeta(MessageAttributes?.[ATTRIBUTE]?.StringValue)
  if (!meta) {
    const publishedAt = Number(Attributes?.SentTimestamp ?? Date.now())
    return { message: { id: MessageId, headers: {}, body: Buffer.from(Body) }, attempts: 0, publishedAt }
  }
  const { encoding, attempts, publishedAt, grave, ...rest } = meta
  return { message: { ...rest, body: decode(Body, encoding) }, attempts, publishedAt, grave }
}

function readMeta(text: string | undefined): Meta | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Meta
  } catch {
    return undefined
  }
}

/** Text as it is, so that others can read it. SQS takes no other bytes, and nothing that is empty. */
function encode(body: Uint8Array): { readonly text: string; readonly encoding?: 'base64' | 'empty' } {
  if (body.length === 0) return { text: '-', encoding: 'empty' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    if (!FORBIDDEN.test(text)) return { text }
  } catch {
    // No UTF-8.
  }
  return { text: Buffer.from(body).toString('base64'), encoding: 'base64' }
}

/** What no text in XML 1.0 may have. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

function decode(text: string, encoding: Meta['encoding']): Uint8Array {
  return encoding === 'empty' ? new Uint8Array() : Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8')
}
