import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { socketContract } from '@tessera/contract.define'
import { connectSocket } from '@tessera/runtime.sockets/client'
import { serveSocket } from '@tessera/runtime.sockets/server'
import { expect, test } from 'vitest'
import { socketDefinition } from '../peer-definitions.ts'
import { brokenCards, CARD, Card, documentOf, malformed, quotesIn, quoting, SECRET } from './cards.fixture.ts'
import { createWitness } from './witness.fixture.ts'

const definition = socketDefinition(
  documentOf(
    socketContract({
      id: 'acme.cards/card-link',
      items: { charge: { sentBy: 'consumer', payload: Card, reply: Card }, card: { sentBy: 'either', payload: Card } },
    }),
  ),
)

type Calls = Readonly<Record<string, (payload: unknown, options?: object) => Promise<unknown>>>
interface Caller {
  readonly send: object
  readonly request: object
}

test('of what travels on sockets nothing is shown that its contract redacts', async () => {
  await using witness = createWitness()
  const { telemetry } = witness
  let react: (card: unknown) => unknown = (card) => card
  const careless = (card: unknown): never => {
    throw quoting(card)
  }
  await using server = serveSocket<object>(
    definition,
    { charge: (card: unknown) => react(card), card: careless } as never,
    {
      telemetry,
      onDisconnect: (_, reason) => witness.note(reason),
    },
  )
  const { url } = await server.listen({ url: 'tcp://127.0.0.1:0' })
  const handlers = { card: careless } as never
  await using strict = await connectSocket<object>(definition, handlers, { url, telemetry })
  const off = { validation: { sent: 'off' } } as const
  await using lax = await connectSocket<object>(definition, handlers, { url, telemetry, ...off })
  const charge = ({ request }: Caller, card: unknown, options?: object): Promise<unknown> =>
    (request as Calls).charge!(card, options)
  const send = (caller: Caller, card: unknown): Promise<unknown> => (caller.send as Calls).card!(card)

  await witness.watch(charge(strict, CARD))
  expect(witness.failures).toEqual([])
  for (const card of brokenCards) {
    await witness.watch(charge(strict, card))
    await witness.watch(charge(lax, card))
    await witness.watch(send(lax, card))
    react = () => card
    await witness.watch(charge(strict, CARD))
    react = (received) => received
  }
  await witness.watch(send(strict, CARD))
  for (const connection of server.connections) await witness.watch(send(connection, CARD))
  react = careless
  await witness.watch(charge(strict, CARD))
  react = () => new Promise(() => {})
  await witness.watch(charge(strict, CARD, { deadlineMs: 30 }))
  for (const body of malformed) witness.note(await answerTo(new URL(url), body))

  const testimony = await witness.testimony()
  for (const word of [
    'CONTRACT_VIOLATION',
    'HANDLER_FAILED',
    'DEADLINE_EXCEEDED',
    'MALFORMED',
    'TesseraHandlerError',
  ]) {
    expect(testimony).toContain(word)
  }
  expect(quotesIn(testimony)).toEqual([])
})

test('a peer of another make that quotes what it was sent is not repeated', async () => {
  await using witness = createWitness()
  const said = { identity: { contract: definition.contract, line: definition.line, hash: '' } }
  const { createServer } = await import('node:net')
  const foreign = createServer((socket) => {
    let greeted = false
    socket.on('data', (bytes) => {
      for (const text of framesIn(bytes)) {
        const frame = JSON.parse(text) as { readonly id?: number }
        if (!greeted) socket.write(frameOf(welcome(said.identity)))
        else if (frame.id !== undefined) {
          const message = `cannot charge ${SECRET}`
          socket.write(frameOf(JSON.stringify({ type: 'failure', id: frame.id, code: 'HANDLER_FAILED', message })))
        }
        greeted = true
      }
    })
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(foreign, 'listening')
  const { port } = foreign.address() as { readonly port: number }
  const url = `tcp://127.0.0.1:${port}`
  const client = await connectSocket<object>(definition, { card: () => {} } as never, {
    ...{ url, telemetry: witness.telemetry, reconnect: false, drainMs: 10 },
  })
  await witness.watch((client.request as Calls).charge!(CARD))
  await client.drain()
  foreign.close()
  const testimony = await witness.testimony()
  expect(testimony).toContain('HANDLER_FAILED')
  expect(quotesIn(testimony)).toEqual([])
})

function welcome(identity: object): string {
  const limits = { windowBytes: 65_536, maxFrameBytes: 1_048_576, heartbeatMs: 5000 }
  return JSON.stringify({ type: 'welcome', ...identity, ...limits, session: 's', resumed: false, received: 0 })
}

/** Four bytes that say how long it is, then the text. */
function frameOf(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Of frames that came whole. */
function framesIn(bytes: Buffer): string[] {
  const texts: string[] = []
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > at + 4) texts.push(bytes.toString('utf8', at + 4, end))
    at = end
  }
  return texts
}

/** What the server says to a connection that begins with such a frame. */
async function answerTo({ hostname, port }: URL, frame: Uint8Array): Promise<string> {
  const socket: Socket = connect(Number(port), hostname)
  const said: Buffer[] = []
  socket.on('data', (bytes) => said.push(bytes))
  socket.write(frameOf(frame))
  await once(socket, 'close')
  return Buffer.concat(said).toString()
}
