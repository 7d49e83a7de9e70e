import type { Channel, ContractDocument, MessageEdge } from '@tessera/contract.define/document'
import { present } from '../read/head.ts'
import { freshNames, messageObject, ref, slotOf, type Written } from './write.ts'

/** A channel and an operation for each channel of the contract, and a channel for each reply. */
export function writeChannels(contract: ContractDocument): Written {
  const all = Object.entries(contract.channels ?? {})
  const names = freshNames(all.map(([name]) => name))
  const written = all.map(([name, channel]) => {
    const reply = channel.reply === undefined ? undefined : names.take(`${name}Reply`)
    return { name, channel, reply }
  })
  const channels = written.flatMap(({ name, channel, reply }) => [
    [name, channelObject(name, channel, contract)] as const,
    ...(reply === undefined ? [] : [[reply, replyObject(channel, contract)] as const]),
  ])
  const operations = written.map(
    ({ name, channel, reply }) => [name, operationObject({ name, channel, reply })] as const,
  )
  return { channels: Object.fromEntries(channels), operations: Object.fromEntries(operations) }
}

function channelObject(name: string, channel: Channel, contract: ContractDocument): object {
  const { address, message, delivery, orderBy, retry, deadlineMs, deprecated, sunset, security } = channel
  return {
    address: address ?? `${contract.id}/${name}`,
    messages: { [message.name]: edgeObject(message, contract) },
    'x-tessera-channel': {
      delivery,
      ...present({ orderBy, retry, deadlineMs, deprecated, sunset, security }),
      ...(address === undefined ? { isDefaultAddress: true } : {}),
    },
  }
}

/** Where replies go is said by the message that asks. */
function replyObject({ reply }: Channel, contract: ContractDocument): object {
  const edge = reply as MessageEdge
  return { address: null, messages: { [edge.name]: edgeObject(edge, contract) } }
}

function edgeObject(edge: MessageEdge, contract: ContractDocument): object {
  const { name, payload, headers, summary, description, deprecated, sunset } = edge
  return messageObject({
    ...{ name, summary, description },
    slot: slotOf(contract, payload),
    headers: headers === undefined ? undefined : slotOf(contract, headers),
    more: present({ deprecated, sunset }),
  })
}

interface Operation {
  readonly name: string
  readonly channel: Channel
  /** The channel of its replies. */
  readonly reply: string | undefined
}

function operationObject({ name, channel, reply }: Operation): object {
  const { summary, description, sentBy, message } = channel
  return {
    action: sentBy === 'provider' ? 'send' : 'receive',
    ...present({ summary, description }),
    channel: ref('channels', name),
    messages: [ref('channels', name, 'messages', message.name)],
    ...(reply === undefined
      ? {}
      : {
          reply: {
            address: { location: '$message.header#/reply-to' },
            channel: ref('channels', reply),
            messages: [ref('channels', reply, 'messages', channel.reply?.name as string)],
          },
        }),
  }
}
