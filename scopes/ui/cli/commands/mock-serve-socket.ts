import { once } from 'node:events'
import type { ContractDocument, SocketItem } from '@tessera/contract.define'
import { type SocketConnection, type SocketServer, serveSocket } from '@tessera/runtime.sockets/server'
import { type Context, type Input, type Outcome } from '../command.ts'
import { socketDefinition } from '@tessera/runtime.provider'
import { portOption, portTaken } from './mock-port.ts'
import { createVoice, type Speaker, type Voice } from './mock-voice.ts'

/** Plays the provider of a socket contract on a TCP port, for any number of consumers, until Ctrl-C. */
export async function serveOnSocket(context: Context, input: Input, document: ContractDocument): Promise<Outcome> {
  const voice = createVoice(context, input, document)
  const server = serveSocket<object>(socketDefinition(document), handlersOf(document, voice), {
    drainMs: 1000,
    onConnect: () => voice.say('a consumer connected'),
    onDisconnect: () => voice.say('a consumer left'),
    onError: () => {},
  })
  const { url } = await server.listen({ url: `tcp://127.0.0.1:${portOption(input)}` }).catch(portTaken)
  voice.say(`serving ${document.id} at ${url}, Ctrl-C ends it`)
  const stop = voice.repeat(speakersOf(document, server, context.signal))
  if (!context.signal.aborted) await once(context.signal, 'abort')
  stop()
  await server.drain()
  const { sent, received } = voice.counts
  return { data: { url, ...voice.counts }, text: `${sent} sent, ${received} received` }
}

function handlersOf({ items = {} }: ContractDocument, voice: Voice): Record<string, unknown> {
  const received = Object.entries(items).filter(([, { sentBy }]) => sentBy !== 'provider')
  return Object.fromEntries(
    received.map(([name, { payload: slot, reply }]) => [
      name,
      (payload: unknown, { signal }: { readonly signal: AbortSignal }) =>
        voice.answer({ name, slot, payload, reply, signal }),
    ]),
  )
}

function speakersOf(
  { items = {} }: ContractDocument,
  server: SocketServer<object>,
  signal: AbortSignal,
): readonly Speaker[] {
  const said = Object.entries(items).filter(([, { sentBy }]) => sentBy !== 'consumer')
  return said.map(([name, item]): Speaker => ({
    name,
    payload: item.payload,
    async send(value) {
      const takers = [...server.connections].filter(({ connected }) => connected)
      const replies = await Promise.all(takers.map((taker) => tell(taker, { name, item, value, signal })))
      return { takers: takers.length, ...(item.reply === undefined ? {} : { reply: replies[0] }) }
    },
  }))
}

interface Told {
  readonly name: string
  readonly item: SocketItem
  readonly value: unknown
  readonly signal: AbortSignal
}

function tell(connection: SocketConnection<object>, { name, item, value, signal }: Told): Promise<unknown> | undefined {
  const calls = item.reply === undefined ? connection.send : connection.request
  const call = (calls as Readonly<Record<string, (value: unknown, options: object) => Promise<unknown>>>)[name]
  return call?.(value, { signal })
}
