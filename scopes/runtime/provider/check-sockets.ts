import { setTimeout } from 'node:timers/promises'
import type { ContractDocument, SocketItem } from '@tessera/contract.define'
import { isRuntimeError, type SocketDefinition } from '@tessera/runtime.core'
import { connectSocket, type SocketClient } from '@tessera/runtime.sockets/client'
import { hearsNonsense } from './hears-nonsense.ts'
import { judgePayload, shown } from './judge-payload.ts'
import { type NamedPayload, onePayload, payloadsOf } from './payloads.ts'
import { socketDefinition } from './peer-definitions.ts'
import { type CheckCase, type CheckFinding, type Reached, error, warning } from './report.ts'

/** Holds a provider of a socket contract to its handshake, its answers, and what it sends by itself. */
export async function checkSockets(document: ContractDocument, options: Reached): Promise<readonly CheckCase[]> {
  const definition = socketDefinition(document)
  const session = new Session(document, definition, options)
  try {
    await session.connect()
    await session.put(document.items ?? {})
    await session.listen()
  } finally {
    await session.close()
  }
  await session.tryHandshakes()
  return session.cases
}

type AnyClient = SocketClient<object>
type Call = (value: unknown, options: object) => Promise<unknown>

class Session {
  readonly cases: CheckCase[] = []
  readonly #document: ContractDocument
  readonly #definition: SocketDefinition
  readonly #options: Reached
  readonly #heard = new Map<string, number>()
  #client: AnyClient | undefined

  constructor(document: ContractDocument, definition: SocketDefinition, options: Reached) {
    this.#document = document
    this.#definition = definition
    this.#options = options
  }

  /** @throws Unavailable, IncompatibleContract, Refused */
  async connect(): Promise<void> {
    this.#client = await this.#open(this.#definition, this.#handlers())
  }

  async close(): Promise<void> {
    await this.#client?.drain()
  }

  /** Sends every payload of every item that a consumer may send. */
  async put(items: Readonly<Record<string, SocketItem>>): Promise<void> {
    const { seed = 1, count = 5, limit = 40 } = this.#options
    const sent = Object.entries(items).filter(([name, { sentBy }]) => sentBy !== 'provider' && this.#asked(name))
    for (const [name, item] of sent) {
      const { valid, invalid } = payloadsOf(this.#document, item.payload, { seed, count, limit })
      for (const payload of valid) await this.#say([name, item], payload, 'answer')
      for (const { name: broken, value } of invalid) {
        await this.#say([name, item], { name: `invalid, ${broken}`, value }, 'refusal')
      }
    }
  }

  /** Waits for what the provider sends by itself. */
  async listen(): Promise<void> {
    const expected = Object.entries(this.#document.items ?? {})
      .filter(([name, { sentBy }]) => sentBy === 'provider' && this.#asked(name))
      .map(([name]) => name)
    if (expected.length > 0) await setTimeout(this.#options.listenMs ?? 2000, undefined, signalOf(this.#options))
    for (const name of expected.filter((each) => !this.#heard.has(each))) {
      this.#done({ subject: name, name: 'sent by the provider', findings: [], skipped: 'it was not sent' })
    }
  }

  async tryHandshakes(): Promise<void> {
    const { contract, line } = this.#definition
    await this.#tryHandshake('another line', 'accepted-other-line', { line: line + 1 })
    await this.#tryHandshake('another contract', 'accepted-other-contract', { contract: `${contract}-other` })
    const { url } = this.#options
    const findings = await hearsNonsense(new URL(url), this.#options.deadlineMs ?? 10_000)
    if (findings === undefined) return
    const alive = await this.#comesBack()
    this.#done({ subject: 'connection', name: 'bytes that are no frame', findings: [...findings, ...alive] })
  }

  async #tryHandshake(
    name: string,
    rule: 'accepted-other-line' | 'accepted-other-contract',
    other: Partial<SocketDefinition>,
  ): Promise<void> {
    const findings = await this.#open({ ...this.#definition, ...other }, this.#handlers()).then(
      async (client): Promise<readonly CheckFinding[]> => {
        await client.drain()
        return [error(rule, `welcomed a consumer of ${name}`)]
      },
      (problem: unknown) =>
        isRuntimeError(problem, 'INCOMPATIBLE_CONTRACT')
          ? []
          : [warning(rule, `refused, but not for that: ${(problem as Error).message}`)],
    )
    this.#done({ subject: 'connection', name, findings })
  }

  async #comesBack(): Promise<readonly CheckFinding[]> {
    try {
      await (await this.#open(this.#definition, this.#handlers())).drain()
      return []
    } catch (problem) {
      return [error('no-answer', `took no connection any more: ${(problem as Error).message}`)]
    }
  }

  #open(definition: SocketDefinition, handlers: object): Promise<AnyClient> {
    const { url, token, deadlineMs = 10_000 } = this.#options
    return connectSocket<object>(definition, handlers, {
      ...{ url, connectMs: deadlineMs, deadlineMs, reconnect: false, drainMs: 1000, onError: () => {} },
      ...(token === undefined ? {} : { token }),
      validation: { sent: 'off', received: 'off' },
    })
  }

  /** What the provider sends is looked at, and answered with a valid value. */
  #handlers(): object {
    const received = Object.entries(this.#document.items ?? {}).filter(([, { sentBy }]) => sentBy !== 'consumer')
    return Object.fromEntries(
      received.map(([name, { reply }]) => [
        name,
        (value: unknown) => {
          this.#hear(name, value)
          const schema = this.#document.slots.find(({ at }) => at === reply)?.schema
          return schema === undefined ? undefined : onePayload(this.#document, schema, this.#options.seed ?? 1)
        },
      ]),
    )
  }

  #hear(name: string, value: unknown): void {
    const nth = (this.#heard.get(name) ?? 0) + 1
    this.#heard.set(name, nth)
    const item = this.#definition.items[name]
    if (item === undefined || !this.#asked(name)) return
    const findings = judgePayload('invalid-message', item.payload.check, value)
    // A provider may send thousands: those that are wrong, and the first, say enough.
    if (nth > 1 && findings.length === 0) return
    const repeat = shown(value, this.#definition.redact?.[this.#document.items?.[name]?.payload ?? ''])
    this.#done({ subject: name, name: `sent by the provider, ${nth}`, findings, repeat })
  }

  async #say(
    [name, item]: readonly [string, SocketItem],
    { name: payload, value }: NamedPayload,
    expects: 'answer' | 'refusal',
  ): Promise<void> {
    this.#options.signal?.throwIfAborted()
    if (this.#client?.connected !== true) await this.connect()
    const client = this.#client as AnyClient
    const calls = (item.reply === undefined ? client.send : client.request) as Readonly<Record<string, Call>>
    const said = { subject: name, name: payload, repeat: shown(value) }
    try {
      const reply = await (calls[name] as Call)(value, signalOf(this.#options))
      if (item.reply === undefined) return this.#done({ ...said, answer: 'sent', findings: [] })
      const check = this.#definition.items[name]?.reply?.check
      const wrong = check === undefined ? [] : judgePayload('broken-answer', check, reply)
      const findings = expects === 'answer' ? wrong : [error('accepted-invalid', 'answered where it should refuse')]
      this.#done({ ...said, answer: 'reply', findings })
    } catch (problem) {
      this.#options.signal?.throwIfAborted()
      this.#done({ ...said, answer: 'failure', findings: judgeFailure(problem, expects) })
    }
  }

  #asked(name: string): boolean {
    return this.#options.only === undefined || this.#options.only.includes(name)
  }

  #done(done: CheckCase): void {
    this.cases.push(done)
    this.#options.onCase?.(done)
  }
}

/** What a call that failed says of the provider. */
export function judgeFailure(problem: unknown, expects: 'answer' | 'refusal'): readonly CheckFinding[] {
  if (!isRuntimeError(problem)) throw problem
  switch (problem.code) {
    case 'CONTRACT_VIOLATION':
      return expects === 'refusal' ? [] : [error('refused-valid', `refused what is valid: ${problem.message}`)]
    case 'DEADLINE_EXCEEDED':
      return [error('deadline-missed', problem.message)]
    case 'HANDLER_FAILED':
      return expects === 'refusal'
        ? [warning('server-error', 'failed where it should say what breaks the contract')]
        : [warning('server-error', `failed on what is valid: ${problem.message}`)]
    default:
      return [error('no-answer', problem.message)]
  }
}

function signalOf({ signal }: Reached): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
