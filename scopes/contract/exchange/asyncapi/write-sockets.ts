import type { ContractDocument, SocketItem } from '@tessera/contract.define/document'
import { present } from '../read/head.ts'
import { freshNames, messageObject, ref, slotOf, type Written } from './write.ts'

const CHANNEL = 'connection'

/** One channel, the connection; an operation for each item, two for one that either side sends. */
export function writeItems(contract: ContractDocument): Written {
  const items = Object.entries(contract.items ?? {})
  const messageNames = freshNames(items.map(([name]) => name))
  const operationNames = freshNames(items.map(([name]) => name))
  const messages: (readonly [string, object])[] = []
  const operations: (readonly [string, object])[] = []
  for (const [name, item] of items) {
    const reply = item.reply === undefined ? undefined : messageNames.take(`${name}Reply`)
    messages.push([name, itemObject(name, item, contract)])
    if (reply !== undefined) messages.push([reply, replyObject(reply, item, contract)])
    if (item.sentBy !== 'provider') operations.push([name, operationObject('receive', name, reply)])
    if (item.sentBy === 'provider') operations.push([name, operationObject('send', name, reply)])
    if (item.sentBy === 'either')
      operations.push([operationNames.take(`${name}Back`), operationObject('send', name, reply)])
  }
  const channel = { address: '/', messages: Object.fromEntries(messages), bindings: { ws: {} } }
  return { channels: { [CHANNEL]: channel }, operations: Object.fromEntries(operations) }
}

function itemObject(name: string, item: SocketItem, contract: ContractDocument): object {
  const { payload, summary, description, deadlineMs, deprecated, sunset } = item
  const said = present({ deadlineMs, deprecated, sunset })
  return {
    ...messageObject({ name, summary, description, slot: slotOf(contract, payload) }),
    ...(Object.keys(said).length === 0 ? {} : { 'x-tessera-item': said }),
  }
}

function replyObject(name: string, { reply }: SocketItem, contract: ContractDocument): object {
  return messageObject({ name, slot: slotOf(contract, reply as string) })
}

function operationObject(action: 'send' | 'receive', name: string, reply: string | undefined): object {
  const channel = ref('channels', CHANNEL)
  const message = (key: string): object => ref('channels', CHANNEL, 'messages', key)
  return {
    ...{ action, channel, messages: [message(name)] },
    ...(reply === undefined ? {} : { reply: { channel, messages: [message(reply)] } }),
  }
}
