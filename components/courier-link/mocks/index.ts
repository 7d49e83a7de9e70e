// Generated from acme.dispatch/courier-link/contract, edit the contract instead.
import { mock, type MockOptions } from '@tessera/contract.mock'
import {
  type MockSocketPeer,
  mockSocket,
  type SocketMockOptions,
  type SocketSamples,
} from '@tessera/runtime.sockets/mock'
import type {
  JobR,
  Place,
  Position,
  AssignReply,
  Delivered,
  DeliveredReplyR,
  ChatR,
  CourierLink,
} from '@acme/dispatch.courier-link.types'
import { definition } from './definition.ts'
import {
  defs,
  positionSchema,
  assignReplySchema,
  deliveredSchema,
  deliveredReplySchema,
  chatSchema,
} from './schemas.ts'

export type * from '@acme/dispatch.courier-link.types'

/** A valid Job, the same for the same seed; `override` is laid over it. */
export function mockJob(options: MockOptions<JobR> = {}): JobR {
  return mock<JobR>({ $ref: '#/$defs/Job' }, { defs, ...options })
}

/** A valid Place, the same for the same seed; `override` is laid over it. */
export function mockPlace(options: MockOptions<Place> = {}): Place {
  return mock<Place>({ $ref: '#/$defs/Place' }, { defs, ...options })
}

/** A valid Position, the same for the same seed; `override` is laid over it. */
export function mockPosition(options: MockOptions<Position> = {}): Position {
  return mock<Position>(positionSchema, { defs, ...options })
}

/** A valid AssignReply, the same for the same seed; `override` is laid over it. */
export function mockAssignReply(options: MockOptions<AssignReply> = {}): AssignReply {
  return mock<AssignReply>(assignReplySchema, { defs, ...options })
}

/** A valid Delivered, the same for the same seed; `override` is laid over it. */
export function mockDelivered(options: MockOptions<Delivered> = {}): Delivered {
  return mock<Delivered>(deliveredSchema, { defs, ...options })
}

/** A valid DeliveredReply, the same for the same seed; `override` is laid over it. */
export function mockDeliveredReply(options: MockOptions<DeliveredReplyR> = {}): DeliveredReplyR {
  return mock<DeliveredReplyR>(deliveredReplySchema, { defs, ...options })
}

/** A valid Chat, the same for the same seed; `override` is laid over it. */
export function mockChat(options: MockOptions<ChatR> = {}): ChatR {
  return mock<ChatR>(chatSchema, { defs, ...options })
}

export type CourierLinkMockOptions = SocketMockOptions

/** A provider of acme.dispatch/courier-link for tests, on a real socket: says what it is told to, answers with valid replies, records, misbehaves. */
export function courierLinkMock(options: CourierLinkMockOptions = {}): MockSocketPeer<CourierLink> {
  return mockSocket<CourierLink>(definition, samples, options)
}

const samples: SocketSamples<CourierLink> = {
  payload: {
    assign: (seed) =>
      mock<CourierLink['assign']['write']>({ $ref: '#/$defs/Job' }, { defs, seed, side: 'write' }),
    chat: (seed) => mock<CourierLink['chat']['write']>(chatSchema, { defs, seed, side: 'write' }),
  },
  reply: {
    delivered: (seed) =>
      mock<CourierLink['delivered']['reply']['write']>(deliveredReplySchema, {
        defs,
        seed,
        side: 'write',
      }),
  },
}
