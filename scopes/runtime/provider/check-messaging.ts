import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Channel, ContractDocument } from '@tessera/contract.define'
import {
  type Broker,
  type BrokerMessage,
  type DeadLetter,
  readPayload,
  type Subscription,
  useBroker,
} from '@tessera/runtime.broker'
import { HEADERS, isRuntimeError, type MessageDefinition, type MessagingDefinition } from '@tessera/runtime.core'
import { connectMessaging, type MessagingClient } from '@tessera/runtime.messaging/client'
import { judgeFailure } from './check-sockets.ts'
import { judgePayload, shown } from './judge-payload.ts'
import { overhear } from './overhear.ts'
import { type NamedPayload, onePayload, payloadsOf } from './payloads.ts'
import { messagingDefinition } from './peer-definitions.ts'
import { type CheckCase, type CheckFinding, type CheckOptions, error, warning } from './report.ts'

/** Holds a provider of a messaging contract to its replies, to what it refuses, and to what it sends by itself. */
export async function checkMessaging(document: ContractDocument, options: CheckOptions): Promise<readonly CheckCase[]> {
  const { broker, release } = await useBroker(options.url)
  const definition = messagingDefinition(document)
  const client = await connectMessaging<object>(definition, {
    ...{ broker, deadlineMs: options.deadlineMs ?? 10_000 },
    validation: { sent: 'off', received: 'off' },
  })
  const exchange = new Exchange({ document, definition, options, broker, client })
  try {
    await exchange.overhear()
    await exchange.put()
    await exchange.settle()
  } finally {
    await exchange.close()
    await client.drain()
    await release()
  }
  return exchange.cases
}

interface Ends {
  readonly document: ContractDocument
  readonly definition: MessagingDefinition
  readonly options: CheckOptions
  readonly broker: Broker
  readonly client: MessagingClient<object>
}

type Call = (value: unknown, options: object) => Promise<unknown>

/** A message without a reply: what became of it shows later. */
interface Posted {
  readonly said: Pick<CheckCase, 'subject' | 'name' | 'repeat'>
  readonly id: string
  readonly expects: 'answer' | 'refusal'
}

class Exchange {
  readonly cases: CheckCase[] = []
  readonly #ends: Ends
  readonly #posted: Posted[] = []
  readonly #heard = new Set<string>()
  readonly #listening: Subscription[] = []

  constructor(ends: Ends) {
    this.#ends = ends
  }

  async overhear(): Promise<void> {
    const { broker, definition } = this.#ends
    for (const [name] of this.#channels('provider')) {
      const { address, message } = definition.channels[name] as { address: string; message: MessageDefinition }
      this.#listening.push(await overhear(broker, address, (heard) => this.#hear(name, message, heard)))
    }
  }

  async put(): Promise<void> {
    const { document, options } = this.#ends
    const { seed = 1, count = 5, limit = 40 } = options
    for (const [name, channel] of this.#channels('consumer')) {
      const { valid, invalid } = payloadsOf(document, channel.message.payload, { seed, count, limit })
      for (const payload of valid) await this.#say([name, channel], payload, 'answer')
      for (const { name: broken, value } of invalid) {
        await this.#say([name, channel], { name: `invalid, ${broken}`, value }, 'refusal')
      }
    }
  }

  /** Waits for what shows later: dead letters, and what the provider sends by itself. */
  async settle(): Promise<void> {
    const { options, broker } = this.#ends
    const until = Date.now() + (options.listenMs ?? 2000)
    let dead = new Map<string, DeadLetter>()
    do {
      await setTimeout(100, undefined, signalOf(options))
      dead = await deadOf(broker, this.#posted)
    } while (Date.now() < until && (this.#unheard().length > 0 || this.#posted.some(({ id }) => !dead.has(id))))
    for (const posted of this.#posted) this.#done({ ...posted.said, ...judgePosted(posted, dead.get(posted.id)) })
    for (const name of this.#unheard()) {
      this.#done({ subject: name, name: 'sent by the provider', findings: [], skipped: 'it was not sent' })
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#listening.map((subscription) => subscription.close()))
  }

  #channels(sentBy: Channel['sentBy']): readonly (readonly [string, Channel])[] {
    const { document, options } = this.#ends
    return Object.entries(document.channels ?? {}).filter(
      ([name, channel]) => channel.sentBy === sentBy && (options.only === undefined || options.only.includes(name)),
    )
  }

  #unheard(): readonly string[] {
    return this.#channels('provider')
      .map(([name]) => name)
      .filter((name) => !this.#heard.has(name))
  }

  #hear(name: string, { check, headers, maxBytes }: MessageDefinition, message: BrokerMessage): void {
    const read = readBody(name, message.body, maxBytes)
    const findings = [
      ...('findings' in read ? read.findings : judgePayload('invalid-message', check, read.value)),
      ...(headers === undefined ? [] : judgePayload('invalid-headers', headers, { ...message.headers })),
    ]
    // A provider may send thousands: those that are wrong, and the first, say enough.
    if (this.#heard.has(name) && findings.length === 0) return
    this.#heard.add(name)
    const id = message.headers[HEADERS.messageId] ?? message.id
    this.#done({
      subject: name,
      name: `sent by the provider, ${id}`,
      findings,
      ...('value' in read ? { repeat: shown(read.value, this.#redactedIn(name)) } : {}),
    })
  }

  #redactedIn(name: string): readonly string[] | undefined {
    const { definition, document } = this.#ends
    return definition.redact?.[document.channels?.[name]?.message.payload ?? '']
  }

  async #say(
    [name, channel]: readonly [string, Channel],
    payload: NamedPayload,
    expects: 'answer' | 'refusal',
  ): Promise<void> {
    const { client, options, definition } = this.#ends
    options.signal?.throwIfAborted()
    const id = randomUUID()
    const said = { subject: name, name: payload.name, repeat: shown(payload.value) }
    const calls = (channel.reply === undefined ? client.send : client.request) as Readonly<Record<string, Call>>
    try {
      const reply = await (calls[name] as Call)(payload.value, {
        messageId: id,
        ...signalOf(options),
        ...this.#headers(channel),
      })
      if (channel.reply === undefined) return void this.#posted.push({ said, id, expects })
      const check = definition.channels[name]?.reply?.check
      const wrong = check === undefined ? [] : judgePayload('broken-answer', check, reply)
      const findings = expects === 'answer' ? wrong : [error('accepted-invalid', 'answered where it should refuse')]
      this.#done({ ...said, answer: 'reply', findings })
    } catch (problem) {
      options.signal?.throwIfAborted()
      this.#done({ ...said, answer: 'failure', findings: judgeFailure(problem, expects) })
    }
  }

  #headers({ message }: Channel): { headers?: Record<string, string> } {
    const { document, options } = this.#ends
    const schema = document.slots.find(({ at }) => at === message.headers)?.schema
    if (schema === undefined) return {}
    return { headers: onePayload(document, schema, options.seed ?? 1) as Record<string, string> }
  }

  #done(done: CheckCase): void {
    this.cases.push(done)
    this.#ends.options.onCase?.(done)
  }
}

function readBody(
  name: string,
  body: Uint8Array,
  maxBytes: number | undefined,
): { readonly value: unknown } | { readonly findings: readonly CheckFinding[] } {
  try {
    const payload = { at: `${name}/message`, check: () => {}, ...(maxBytes === undefined ? {} : { maxBytes }) }
    return { value: readPayload(body, payload, {}) }
  } catch (problem) {
    if (!isRuntimeError(problem, 'CONTRACT_VIOLATION')) throw problem
    return { findings: [error('invalid-message', problem.message)] }
  }
}

async function deadOf(broker: Broker, posted: readonly Posted[]): Promise<Map<string, DeadLetter>> {
  if (posted.length === 0) return new Map()
  const ids = posted.map(({ id }) => id)
  const letters = await broker.deadLetters.list({ ids, limit: ids.length })
  return new Map(letters.map((letter) => [letter.message.id, letter]))
}

function judgePosted({ expects }: Posted, dead: DeadLetter | undefined): Pick<CheckCase, 'answer' | 'findings'> {
  if (dead === undefined) {
    const unseen = warning('accepted-invalid', 'was not seen to be refused: it is no dead letter')
    return { answer: 'taken', findings: expects === 'answer' ? [] : [unseen] }
  }
  const { code, message } = dead.reason
  const refused = code === 'CONTRACT_VIOLATION'
  if (expects === 'refusal') return { answer: 'dead letter', findings: [] }
  const rule = refused ? 'refused-valid' : 'server-error'
  return {
    answer: 'dead letter',
    findings: [(refused ? error : warning)(rule, `is a dead letter: ${code}, ${message}`)],
  }
}

function signalOf({ signal }: CheckOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
