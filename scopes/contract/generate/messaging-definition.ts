import type { Channel, MessageEdge } from '@tessera/contract.define/document'
import { slotOf } from './model.ts'
import { literal } from './names.ts'
import { entriesCode, literalOf, type Members, objectCode } from './object-code.ts'
import type { SpokenModel } from './slot-checks.ts'

/** What a messaging definition has besides its identity. */
export function channelMembers(model: SpokenModel): Members {
  const channels = Object.entries(model.document.channels ?? {})
  return { channels: entriesCode(channels.map(([key, channel]) => [key, channelCode(model, key, channel)])) }
}

function channelCode(model: SpokenModel, key: string, channel: Channel): string {
  const { address, sentBy, delivery, orderBy, retry, deadlineMs, message, reply } = channel
  return objectCode({
    address: literal(address ?? `${model.document.id}/${key}`),
    sentBy: literal(sentBy),
    delivery: literal(delivery),
    orderBy: literalOf(orderBy),
    retry: literalOf(retry),
    deadlineMs: literalOf(deadlineMs),
    security: literalOf(channel.security ?? model.document.security),
    message: messageCode(model, message),
    reply: reply && messageCode(model, reply),
  })
}

function messageCode(model: SpokenModel, { name, payload, headers }: MessageEdge): string {
  return objectCode({
    name: literal(name),
    ...payloadMembers(model, payload),
    headers: headers === undefined ? undefined : model.checkName(headers),
  })
}

/** How one payload is checked, and how large it may be. */
export function payloadMembers(model: SpokenModel, at: string): Members {
  const { maxBytes, sentBy } = slotOf(model, at)
  return {
    check: model.checkName(at),
    checkSent: sentBy === 'either' ? model.checkName(at, 'sent') : undefined,
    ...model.codecs.get(at),
    maxBytes: literalOf(maxBytes),
  }
}
