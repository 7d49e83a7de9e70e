import { createHash } from 'node:crypto'

/** One group of an address. */
export interface Place {
  readonly address: string
  readonly group: string
}

/** What is published to an address goes to a topic, which has it put into the queue of each group. */
export function topicName(address: string): string {
  return `tessera-${slug(address, 40)}-${hash([address])}.fifo`
}

/** Queues that expire are found by how their names begin. */
export const EXPIRING = 'tessera-x-'

export function queueName({ address, group }: Place, expires: boolean): string {
  return `${expires ? EXPIRING : 'tessera-'}${slug(address, 24)}-${slug(group, 20)}-${hash([address, group])}.fifo`
}

export const DEAD = 'tessera-dead-'

/** One for all groups of an address. It has no order: nothing waits behind what nobody looks at. */
export function deadQueueName(address: string): string {
  return `${DEAD}${slug(address, 40)}-${hash([address])}`
}

/** Ids of ours as those that SQS has: 128 characters of ASCII at most. */
export function token(text: string): string {
  return /^[\x21-\x7e]{1,128}$/.test(text) ? text : createHash('sha256').update(text).digest('hex')
}

/** Names are short: the hash tells apart what the rest no longer does. */
function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12)
}

function slug(text: string, length: number): string {
  return text.replace(/[^\w-]+/g, '-').slice(0, length)
}
