// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import type { SocketDefinition } from '@tessera/runtime.core'
import {
  positionMessage,
  assignMessage,
  assignReply,
  deliveredMessage,
  deliveredReply,
  chatMessage,
  chatMessageSent,
} from './checks.ts'

/** What travels under this contract, and how it is checked. */
export const definition: SocketDefinition = {
  contract: 'acme.dispatch/courier-link',
  line: 1,
  hash: '91c780e6ba57d51c',
  windowBytes: 65536,
  heartbeatMs: 5000,
  items: {
    position: { sentBy: 'consumer', payload: { check: positionMessage } },
    assign: {
      sentBy: 'provider',
      deadlineMs: 15000,
      payload: { check: assignMessage },
      reply: { check: assignReply },
    },
    delivered: {
      sentBy: 'consumer',
      deadlineMs: 5000,
      payload: { check: deliveredMessage },
      reply: { check: deliveredReply },
    },
    chat: { sentBy: 'either', payload: { check: chatMessage, checkSent: chatMessageSent } },
  },
}
