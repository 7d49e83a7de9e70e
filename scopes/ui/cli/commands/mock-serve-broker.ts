import { once } from 'node:events'
import { join } from 'node:path'
import type { ContractDocument, MessageEdge } from '@tessera/contract.define'
import { TesseraError } from '@tessera/core.model'
import type { Broker, MessageContext } from '@tessera/runtime.broker'
import type { Peer } from '@tessera/runtime.core'
import { publishEvents } from '@tessera/runtime.events/server'
import { serveMessaging } from '@tessera/runtime.messaging/server'
import { type Context, type Input, type Outcome, textOption } from '../command.ts'
import { openNamedBroker } from './broker-source.ts'
import { eventsDefinition, messagingDefinition } from '@tessera/runtime.provider'
import { createVoice, type Speaker, type Voice } from './mock-voice.ts'

/** Plays the provider of a messaging or event contract on a broker, until Ctrl-C. */
export async function serveOnBroker(context: Context, input: Input, document: ContractDocument): Promise<Outcome> {
  const url = textOption(input, 'broker') ?? `embedded:${join(context.cwd, '.tessera', 'mock-broker')}`
  if (url.startsWith('memory:')) {
    throw new TesseraError('USAGE', 'memory: reaches nobody outside of this process', {
      hint: '--broker embedded:./data',
    })
  }
  const voice = createVoice(context, input, document)
  const broker = await openNamedBroker(url)
  try {
    const play = document.pattern === 'events' ? playEvents : playMessaging
    const { peer, speakers } = await play({ document, broker, voice, signal: context.signal })
    voice.say(`serving ${document.id} on ${broker.url}, Ctrl-C ends it`)
    const stop = voice.repeat(speakers)
    if (!context.signal.aborted) await once(context.signal, 'abort')
    stop()
    await peer.drain()
  } finally {
    await broker.close()
  }
  const { sent, received } = voice.counts
  return { data: { broker: broker.url, ...voice.counts }, text: `${sent} sent, ${received} received` }
}

interface Stage {
  readonly document: ContractDocument
  readonly broker: Broker
  readonly voice: Voice
  readonly signal: AbortSignal
}

interface Play {
  readonly peer: Peer
  readonly speakers: readonly Speaker[]
}

type Say = (value: unknown, options: { signal: AbortSignal; headers?: Record<string, string> }) => Promise<unknown>
type Calls = Readonly<Record<string, Say>>

async function playMessaging({ document, broker, voice, signal }: Stage): Promise<Play> {
  const channels = Object.entries(document.channels ?? {})
  const handlers = channels
    .filter(([, { sentBy }]) => sentBy === 'consumer')
    .map(([name, { message, reply }]) => [
      name,
      (payload: unknown, { messageId: id, signal: ends }: MessageContext) =>
        voice.answer({ name, slot: message.payload, payload, id, reply: reply?.payload, signal: ends }),
    ])
  const server = await serveMessaging<object>(messagingDefinition(document), Object.fromEntries(handlers), {
    broker,
    onError: () => {},
  })
  const speakers = channels
    .filter(([, { sentBy }]) => sentBy === 'provider')
    .map(([name, { message, reply }]): Speaker => ({
      name,
      payload: message.payload,
      async send(value) {
        const calls = (reply === undefined ? server.send : server.request) as Calls
        const answer = await calls[name]?.(value, { signal, ...headersOf(message, voice) })
        return { takers: 1, ...(reply === undefined ? {} : { reply: answer }) }
      },
    }))
  return { peer: server, speakers }
}

/** Those the contract names. */
function headersOf({ headers }: MessageEdge, voice: Voice): { headers?: Record<string, string> } {
  return headers === undefined ? {} : { headers: voice.next(headers) as Record<string, string> }
}

async function playEvents({ document, broker, signal }: Stage): Promise<Play> {
  const publisher = await publishEvents<object>(eventsDefinition(document), { broker })
  const publish = publisher.publish as Calls
  const speakers = Object.entries(document.events ?? {}).map(([name, { data }]): Speaker => ({
    name,
    payload: data,
    async send(value) {
      await publish[name]?.(value, { signal })
      return { takers: 1 }
    },
  }))
  return { peer: publisher, speakers }
}
