import type { Channel, MessageEdge } from '@tessera/contract.define/document'
import { canonicalJson } from '@tessera/core.model'
import { type Code, object } from './layout.ts'
import { fields } from './literal.ts'
import { type ContractPrinting, describedFields, mapped, printFields, printPayload, printSecurity } from './payloads.ts'

/** The options of `messagingContract` that the pattern has. */
export function printMessaging(printing: ContractPrinting): Record<string, Code | undefined> {
  const channels = Object.entries(printing.document.channels ?? {})
  const edges = channels.flatMap(([, { message, reply }]) => (reply === undefined ? [message] : [message, reply]))
  const names = messageNames(edges, printing)
  const messages = edges.map((edge) => [names.get(edge), printMessage(edge, printing)])
  return {
    messages: object(fields(Object.fromEntries(messages) as Record<string, Code>), { tall: true }),
    channels: object(
      fields(Object.fromEntries(channels.map(([name, channel]) => [name, printChannel(channel, names)]))),
      { tall: true },
    ),
  }
}

/** One name for each kind of message; another kind under the same name gets a number. */
function messageNames(edges: readonly MessageEdge[], printing: ContractPrinting): ReadonlyMap<MessageEdge, string> {
  const kinds = new Map<string, string>()
  const names = new Map<MessageEdge, string>()
  for (const edge of edges) {
    const kind = kindOf(edge, printing)
    let name = edge.name
    for (let count = 2; kinds.has(name) && kinds.get(name) !== kind; count++) name = `${edge.name}${count}`
    kinds.set(name, kind)
    names.set(edge, name)
  }
  return names
}

function kindOf(edge: MessageEdge, { slot }: ContractPrinting): string {
  const { at: _, sentBy: __, ...payload } = slot(edge.payload)
  return canonicalJson({ ...edge, payload, headers: edge.headers && slot(edge.headers).schema })
}

function printMessage(edge: MessageEdge, printing: ContractPrinting): Code {
  return object(
    fields({
      ...describedFields(edge),
      payload: printPayload(edge.payload, printing),
      headers: printFields(edge.headers, printing),
    }),
  )
}

function printChannel(channel: Channel, names: ReadonlyMap<MessageEdge, string>): Code {
  const { address, sentBy, message, reply, delivery, orderBy, retry, deadlineMs, security } = channel
  return object(
    fields({
      ...mapped({ address }),
      ...describedFields(channel),
      ...mapped({ sentBy, message: names.get(message), replyWith: reply && names.get(reply) }),
      ...mapped({ delivery, orderBy, retry, deadlineMs }),
      security: printSecurity(security),
    }),
    { tall: true },
  )
}
