import type { SocketItem } from '@tessera/contract.define/document'
import { payloadMembers } from './messaging-definition.ts'
import { literal } from './names.ts'
import { entriesCode, literalOf, type Members, objectCode } from './object-code.ts'
import type { SpokenModel } from './slot-checks.ts'

/** Where a contract says nothing of its connection. */
const RULES = { windowBytes: 65_536, heartbeatMs: 5000 }

/** What a socket definition has besides its identity. */
export function socketMembers(model: SpokenModel): Members {
  const { items = {}, connection = RULES } = model.document
  return {
    windowBytes: literal(connection.windowBytes),
    heartbeatMs: literal(connection.heartbeatMs),
    items: entriesCode(Object.entries(items).map(([key, item]) => [key, itemCode(model, item)])),
  }
}

function itemCode(model: SpokenModel, { sentBy, payload, reply, deadlineMs }: SocketItem): string {
  return objectCode({
    sentBy: literal(sentBy),
    deadlineMs: literalOf(deadlineMs),
    payload: objectCode(payloadMembers(model, payload)),
    reply: reply === undefined ? undefined : objectCode(payloadMembers(model, reply)),
  })
}
