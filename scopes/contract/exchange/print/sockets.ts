import type { SocketItem } from '@tessera/contract.define/document'
import { type Code, object } from './layout.ts'
import { fields } from './literal.ts'
import { type ContractPrinting, describedFields, mapped, printPayload } from './payloads.ts'

/** The options of `socketContract` that the pattern has. */
export function printSockets(printing: ContractPrinting): Record<string, Code | undefined> {
  const { connection, items = {} } = printing.document
  return {
    ...mapped({ windowBytes: connection?.windowBytes, heartbeatMs: connection?.heartbeatMs }),
    items: object(
      fields(Object.fromEntries(Object.entries(items).map(([name, item]) => [name, printItem(item, printing)]))),
      { tall: true },
    ),
  }
}

function printItem(item: SocketItem, printing: ContractPrinting): Code {
  const { sentBy, payload, reply, deadlineMs } = item
  return object(
    fields({
      ...mapped({ sentBy }),
      ...describedFields(item),
      payload: printPayload(payload, printing),
      reply: reply === undefined ? undefined : printPayload(reply, printing),
      ...mapped({ deadlineMs }),
    }),
    { tall: true },
  )
}
