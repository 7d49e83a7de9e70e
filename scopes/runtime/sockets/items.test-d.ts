import type { SocketClient, SocketClientHandlers } from './client.ts'
import type { SocketMockOptions, SocketSamples } from './mock.ts'
import type { SocketConnection, SocketServerHandlers } from './server.ts'

interface Link {
  position: {
    sentBy: 'consumer'
    write: { lat: number; accuracy?: number }
    read: { readonly lat: number; readonly accuracy: number }
  }
  assign: {
    sentBy: 'provider'
    write: { orderId: string }
    read: { readonly orderId: string }
    reply: { write: { accepted: boolean; note?: string }; read: { readonly accepted: boolean; readonly note: string } }
  }
  chat: { sentBy: 'either'; write: { text?: string }; read: { readonly text: string } }
}

export async function asClient(link: SocketClient<Link>): Promise<void> {
  await link.send.position({ lat: 1 }, { deadlineMs: 5 })
  await link.send.chat()
  // @ts-expect-error a payload is needed
  await link.send.position()
  // @ts-expect-error the provider sends this
  await link.request.assign({ orderId: '1' })
  // @ts-expect-error no reply to wait for
  await link.request.position({ lat: 1 })
}

export async function asServer(connection: SocketConnection<Link>): Promise<string> {
  await connection.send.chat({ text: 'hello' })
  // @ts-expect-error consumers send this
  await connection.send.position({ lat: 1 })
  // @ts-expect-error a request is not sent, it is made
  await connection.send.assign({ orderId: '1' })
  const reply = await connection.request.assign({ orderId: '1' })
  return reply.accepted ? reply.note : ''
}

export const client: SocketClientHandlers<Link> = {
  assign: async ({ orderId }, { connection, signal }) => {
    if (!signal.aborted) await connection.send.position({ lat: orderId.length })
    return { accepted: true }
  },
  chat: ({ text }) => void text.length,
}

export const server: SocketServerHandlers<Link> = {
  position: async ({ accuracy }, { connection }) => void (await connection.request.assign({ orderId: `${accuracy}` })),
  // @ts-expect-error what was read is a string
  chat: ({ text }) => void text.amount,
}

// @ts-expect-error every item of the other side has a handler
export const incomplete: SocketServerHandlers<Link> = { chat: () => {} }

export const wrong: Partial<SocketClientHandlers<Link>> = {
  // @ts-expect-error the reply is not what the contract says
  assign: () => ({ accepted: 'yes' }),
}

export const samples: SocketSamples<Link> & SocketMockOptions = {
  payload: { assign: (seed) => ({ orderId: `o${seed}` }), chat: () => ({}) },
  reply: {},
}
