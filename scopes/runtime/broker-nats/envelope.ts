import type { StoredMsg } from '@nats-io/jetstream'
import { headers as natsHeaders, type MsgHdrs } from '@nats-io/transport-node'
import type { BrokerMessage, DeadLetter, DeadReason } from '@tessera/runtime.broker'
import type { Place } from './names.ts'

/** Headers of our own: neither handed to nor taken from whoever uses the broker. */
const OWN = {
  id: 'tessera-id',
  key: 'tessera-key',
  attempts: 'tessera-attempts',
  publishedAt: 'tessera-published-at',
  /** Others than this group skip it. */
  group: 'tessera-group',
  address: 'tessera-address',
  ordered: 'tessera-ordered',
  code: 'tessera-reason-code',
  reason: 'tessera-reason',
} as const

/** What is known of a message besides what it says. */
export interface Travelled {
  readonly message: BrokerMessage
  /** Deliveries before it was published as it is. */
  readonly attempts: number
  readonly publishedAt: number
  /** For this group alone. */
  readonly group?: string | undefined
}

export function writeHeaders({ message, attempts, publishedAt, group }: Travelled): MsgHdrs {
  const headers = natsHeaders()
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, encode(value))
  headers.set(OWN.id, encode(message.id))
  headers.set(OWN.publishedAt, String(publishedAt))
  if (message.key !== undefined) headers.set(OWN.key, encode(message.key))
  if (attempts > 0) headers.set(OWN.attempts, String(attempts))
  if (group !== undefined) headers.set(OWN.group, encode(group))
  return headers
}

/** What is in a stream: of ours, or of a stranger that follows no rules. */
export interface Raw {
  readonly seq: number
  readonly header?: MsgHdrs | undefined
  readonly headers?: MsgHdrs | undefined
  readonly data: Uint8Array
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Looks at each header once: to ask for one by its name is to go through all of them. */
export function readMessage({ seq, headers, data, at }: Raw): Travelled {
  const ours = new Map<string, string>()
  const own: Record<string, string> = {}
  for (const [name, [value = '']] of headers ?? []) {
    if (FOREIGN.test(name)) ours.set(name, decode(value))
    else own[name.toLowerCase()] = decode(value)
  }
  const key = ours.get(OWN.key)
  const id = ours.get(OWN.id) ?? ours.get('Nats-Msg-Id') ?? `${seq}`
  return {
    message: { id, ...(key === undefined ? {} : { key }), headers: own, body: data },
    attempts: Number(ours.get(OWN.attempts) ?? 0),
    publishedAt: Number(ours.get(OWN.publishedAt) ?? at),
    group: ours.get(OWN.group),
  }
}

/** Those that are not the sender's. */
const FOREIGN = /^(?:tessera-|nats-)/i

export interface Grave extends Place {
  readonly ordered: boolean
  readonly reason: DeadReason
}

export function writeGrave(travelled: Travelled, { address, group, ordered, reason }: Grave): MsgHdrs {
  const headers = writeHeaders({ ...travelled, group })
  headers.set(OWN.address, encode(address))
  headers.set(OWN.code, encode(reason.code))
  headers.set(OWN.reason, encode(reason.message))
  if (ordered) headers.set(OWN.ordered, '1')
  return headers
}

export interface Found {
  readonly seq: number
  readonly letter: DeadLetter
  readonly ordered: boolean
}

export function readGrave({ seq, header, data, time }: StoredMsg): Found {
  const at = time.getTime()
  const { message, attempts, publishedAt, group = '' } = readMessage({ seq, headers: header, data, at })
  const text = (name: string): string => decode(header.get(name))
  const reason = { code: text(OWN.code), message: text(OWN.reason) }
  return {
    seq,
    ordered: header.has(OWN.ordered),
    letter: { address: text(OWN.address), group, message, reason, attempts, publishedAt, deadAt: at },
  }
}

/** NATS trims values and splits them at line ends. What it would change is encoded; the rest is left as it is. */
function encode(value: string): string {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.startsWith(ENCODED)
    ? value
    : ENCODED + encodeURIComponent(value)
}

function decode(value: string): string {
  return value.startsWith(ENCODED) ? decodeURIComponent(value.slice(ENCODED.length)) : value
}

/** As RFC 8187 begins such values. */
const ENCODED = "utf-8''"
