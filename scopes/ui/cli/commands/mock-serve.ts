import { once } from 'node:events'
import type { ContractDocument, JsonSchema } from '@tessera/contract.define'
import { mockValue } from '@tessera/contract.mock'
import { TesseraError } from '@tessera/core.model'
import { mockHttp, type MockProvider } from '@tessera/runtime.http/mock'
import { type Context, type Input, type Outcome, positiveOption, textOption } from '../command.ts'
import { httpDefinition } from './mock-definition.ts'

type Operations = Readonly<Record<string, { readonly reply: { readonly write: unknown } }>>

/** Serves an HTTP contract until Ctrl-C: each operation answers with valid values of its first success. */
export async function serveMock(context: Context, input: Input, document: ContractDocument): Promise<Outcome> {
  if (document.pattern !== 'http') {
    throw new TesseraError('USAGE', `${document.id} is no HTTP contract: it has nothing to serve at an address`, {
      hint: 'its mocks component gives tests a peer in their own process',
    })
  }
  const provider = mockHttp<Operations>(
    httpDefinition(document),
    (name, _input, seed) => replyOf(document, name, seed),
    {
      seed: positiveOption(input, 'seed') ?? 1,
    },
  )
  misbehave(provider, document, input)
  const { url } = await provider.listen({ port: positiveOption(input, 'port') ?? 0 }).catch(portTaken)
  context.emit({ type: 'progress', task: `serving ${document.id} at ${url}, Ctrl-C ends it`, done: 0 })
  if (!context.signal.aborted) await once(context.signal, 'abort')
  await provider.drain()
  return { data: { url, calls: provider.calls.length }, text: `${provider.calls.length} calls answered` }
}

function portTaken(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause
  throw new TesseraError('USAGE', `the port cannot be used: ${cause.code}`, { cause, hint: 'give another --port' })
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

export function schemaAt(document: ContractDocument, at: string): JsonSchema {
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

function shareOption(input: Input, name: string): number {
  const text = textOption(input, name)
  const share = Number(text ?? 0)
  if (share >= 0 && share <= 1) return share
  throw new TesseraError('USAGE', `"${text}" is no share from 0 to 1`, { hint: 'it stands after --error-rate' })
}
