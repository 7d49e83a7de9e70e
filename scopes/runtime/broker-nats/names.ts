import { createHash } from 'node:crypto'
import type { BrokerMessage } from '@tessera/runtime.broker'

/** Every message, until each group of its address has handled it. */
export const MESSAGES = 'tessera'

/** What groups could not handle. */
export const DEAD = 'tessera-dead'

/**
 * Messages of one key have one partition. An ordered group has a consumer for each, which hands out one message at a
 * time: JetStream itself keeps no order by key. Changing the number needs an empty stream.
 */
export const PARTITIONS = 16

/** One group of an address. */
export interface Place {
  readonly address: string
  readonly group: string
}

export function messageSubject(address: string, { id, key }: BrokerMessage): string {
  return `${MESSAGES}.${token(address)}.${partitionOf(key ?? id)}`
}

export function deadSubject({ address, group }: { readonly [K in keyof Place]?: string | undefined }): string {
  return `${DEAD}.${address === undefined ? '*' : token(address)}.${group === undefined ? '*' : token(group)}`
}

export interface ConsumerName {
  readonly name: string
  readonly subject: string
}

/** The consumers of a group: one, or one for each partition. */
export function consumersOf({ address, group }: Place, ordered: boolean): readonly ConsumerName[] {
  // A name may neither be long nor have dots: the hash tells apart what the rest no longer does.
  const hash = createHash('sha256')
    .update(JSON.stringify([address, group]))
    .digest('hex')
    .slice(0, 12)
  const name = `${slug(address)}-${slug(group)}-${hash}`
  const subject = `${MESSAGES}.${token(address)}`
  if (!ordered) return [{ name, subject: `${subject}.*` }]
  return Array.from({ length: PARTITIONS }, (_, part) => ({ name: `${name}-${part}`, subject: `${subject}.${part}` }))
}

/** FNV-1a: the same in every language. */
function partitionOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0) % PARTITIONS
}

/** One word of a subject, readable: what no word may hold is written by its bytes. */
function token(text: string): string {
  return text.replace(/[^\w/-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16)}`).join(''),
  )
}

function slug(text: string): string {
  return text.replace(/\W+/g, '-').slice(0, 40)
}
