import { setTimeout } from 'node:timers/promises'
import type { ContractDocument } from '@tessera/contract.define'
import { redactedSlots } from '@tessera/contract.generate'
import { mockValue } from '@tessera/contract.mock'
import { TesseraError } from '@tessera/core.model'
import { redacted } from '@tessera/runtime.provider'
import { type Context, type Input, positiveOption, textOption } from '../command.ts'

/** Something that arrived, and the slot it is to be answered from. */
export interface Arrival {
  readonly name: string
  /** `at` of its slot. */
  readonly slot: string
  readonly payload: unknown
  /** Of the message, where it has one. */
  readonly id?: string | undefined
  readonly reply: string | undefined
  /** Ends waiting. */
  readonly signal: AbortSignal
}

/** What a served mock says and does, whatever the pattern. */
export interface Voice {
  readonly counts: { sent: number; received: number; failed: number }
  /** Answers with a valid value, as late and as often as the options say; throws for the share that fails. */
  answer(arrival: Arrival): Promise<unknown>
  /** The next valid value of a slot: equal seeds, equal values in that order. */
  next(at: string): unknown
  /** Says one line. */
  say(line: string): void
  /** Sends each of `speakers` again and again, never twice at a time, until the command is ended. */
  repeat(speakers: readonly Speaker[]): () => void
}

export interface Speaker {
  readonly name: string
  /** `at` of the slot. */
  readonly payload: string
  /** How many took it; what comes back, where it is a request. */
  send(value: unknown): Promise<{ readonly takers: number; readonly reply?: unknown }>
}

export function createVoice(context: Context, input: Input, document: ContractDocument): Voice {
  const first = positiveOption(input, 'seed') ?? 1
  const [everyMs, delayMs] = [positiveOption(input, 'every') ?? 1000, positiveOption(input, 'latency') ?? 0]
  const share = shareOption(input, 'errorRate')
  const drawn = new Map<string, number>()
  const counts = { sent: 0, received: 0, failed: 0 }
  let lines = 0
  const secrets = redactedSlots(document)

  const say = (task: string): void => context.emit({ type: 'progress', task, done: lines++ })
  const schemaOf = (at: string) => document.slots.find((slot) => slot.at === at)?.schema ?? true
  function next(at: string): unknown {
    const nth = drawn.get(at) ?? 0
    drawn.set(at, nth + 1)
    return mockValue(schemaOf(at), { seed: first + nth, defs: document.$defs, side: 'write' })
  }

  async function speak({ name, payload, send }: Speaker): Promise<void> {
    const value = next(payload)
    try {
      const { takers, ...answer } = await send(value)
      if (takers === 0) return
      counts.sent += 1
      const shown = redacted(value, secrets[payload])
      context.emit({ type: 'message', direction: 'sent', name, slot: payload, bytes: bytesOf(value), payload: shown })
      if ('reply' in answer) say(`reply to ${name}`)
    } catch (error) {
      if (!context.signal.aborted) say(`${name} was not taken: ${(error as Error).message}`)
    }
  }

  return {
    counts,
    next,
    say,
    async answer({ name, slot, payload, id, reply, signal }) {
      counts.received += 1
      const fails = Math.floor(counts.received * share) > Math.floor((counts.received - 1) * share)
      context.emit({
        ...{ type: 'message', direction: 'received', name, slot, bytes: bytesOf(payload) },
        ...(id === undefined ? {} : { id }),
        ...(fails ? { fails } : {}),
      })
      if (delayMs > 0) await setTimeout(delayMs, undefined, { signal })
      if (!fails) return reply === undefined ? undefined : next(reply)
      counts.failed += 1
      throw new Error('the mock was told to fail')
    },
    repeat(speakers) {
      const busy = new Set<Speaker>()
      const tick = (speaker: Speaker): void => {
        if (busy.has(speaker)) return
        busy.add(speaker)
        void speak(speaker).finally(() => busy.delete(speaker))
      }
      const timer = setInterval(() => speakers.forEach(tick), everyMs)
      return () => clearInterval(timer)
    },
  }
}

function bytesOf(payload: unknown): number {
  return Buffer.byteLength(JSON.stringify(payload) ?? '')
}

/** @throws TesseraError `USAGE` where it is no share from 0 to 1 */
export function shareOption(input: Input, name: string): number {
  const text = textOption(input, name)
  const share = Number(text ?? 0)
  if (share >= 0 && share <= 1) return share
  throw new TesseraError('USAGE', `"${text}" is no share from 0 to 1`, { hint: 'it stands after --error-rate' })
}
