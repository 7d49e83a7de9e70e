import { once } from 'node:events'
import type { ContractDocument, JsonSchema } from '@tessera/contract.define'
import { mockValue } from '@tessera/contract.mock'
import { TesseraError, unreachable } from '@tessera/core.model'
import { mockHttp, type MockProvider } from '@tessera/runtime.http/mock'
import { type Context, type Input, type Outcome, positiveOption, textOption } from '../command.ts'
import { httpDefinition } from '@tessera/runtime.provider'
import { portOption, portTaken } from './mock-port.ts'
import { shareOption } from './mock-voice.ts'

type Operations = Readonly<Record<string, { readonly reply: { readonly write: unknown } }>>

/** Plays the provider of a contract until Ctrl-C, over the network. */
export async function serveMock(context: Context, input: Input, document: ContractDocument): Promise<Outcome> {
  assertFits(input, document)
  switch (document.pattern) {
    case 'http':
      return serveHttp(context, input, document)
    case 'sockets':
      return (await import('./mock-serve-socket.ts')).serveOnSocket(context, input, document)
    case 'messaging':
    case 'events':
      return (await import('./mock-serve-broker.ts')).serveOnBroker(context, input, document)
    case 'schemas':
      throw new TesseraError('USAGE', `${document.id} has schemas only, nothing that could be served`, {
        hint: `tessera mock ${document.id} prints values of them`,
      })
    default:
      return unreachable(document.pattern)
  }
}

/** An option that would do nothing is a misunderstanding. */
function assertFits(input: Input, { pattern }: ContractDocument): void {
  const onBroker = pattern === 'messaging' || pattern === 'events'
  const idle = [
    ...(onBroker ? ['port'] : ['broker']),
    ...(pattern === 'http' ? ['every'] : []),
    ...(pattern === 'events' ? ['latency', 'errorRate'] : []),
  ].find((name) => textOption(input, name) !== undefined)
  if (idle === undefined) return
  const flag = idle.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new TesseraError('USAGE', `--${flag} says nothing to a mock of ${pattern}`, {
    hint: 'tessera mock --help says what each option is for',
  })
}

/** Each operation answers with valid values of its first success. */
async function serveHttp(context: Context, input: Input, document: ContractDocument): Promise<Outcome> {
  const provider = mockHttp<Operations>(
    httpDefinition(document),
    (name, _input, seed) => replyOf(document, name, seed),
    {
      seed: positiveOption(input, 'seed') ?? 1,
    },
  )
  misbehave(provider, document, input)
  const { url } = await provider.listen({ port: portOption(input) }).catch(portTaken)
  context.emit({ type: 'progress', task: `serving ${document.id} at ${url}, Ctrl-C ends it`, done: 0 })
  if (!context.signal.aborted) await once(context.signal, 'abort')
  await provider.drain()
  return { data: { url, calls: provider.calls.length }, text: `${provider.calls.length} calls answered` }
}

/** The answer of the first success; of a contract that has none, of its first status. */
function replyOf(document: ContractDocument, name: string, seed: number): unknown {
  const responses = Object.entries(document.operations?.[name]?.responses ?? {})
  const [status = '200', response] = responses.find(([code]) => code.startsWith('2')) ?? responses[0] ?? []
  const value = (at: string | undefined): unknown =>
    at === undefined ? undefined : mockValue(schemaAt(document, at), { seed, defs: document.$defs, side: 'write' })
  const [headers, body] = [value(response?.headers), value(response?.body)]
  return {
    status: Number(status),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
  }
}

function schemaAt(document: ContractDocument, at: string): JsonSchema {
  return document.slots.find((slot) => slot.at === at)?.schema ?? true
}

/** The share of requests that fail: every tenth for 0.1, so that a test knows which. */
function misbehave(provider: MockProvider<Operations>, document: ContractDocument, input: Input): void {
  const delayMs = positiveOption(input, 'latency')
  const share = shareOption(input, 'errorRate')
  for (const name of Object.keys(document.operations ?? {})) {
    if (delayMs !== undefined) provider.disturb(name, { delayMs })
    if (share > 0)
      provider.disturb(name, { ...(delayMs === undefined ? {} : { delayMs }), share, failure: { status: 503 } })
  }
}
