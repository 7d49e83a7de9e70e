import { setTimeout as sleep } from 'node:timers/promises'
import { currentContext, DetailsUnavailable, type EventDetailsDefinition, isObject } from '@tessera/runtime.core'
import type { DetailsCacheOptions } from './client.ts'
import { inputOf } from './details-input.ts'
import { createDetailsCache, type Known } from './details-cache.ts'
import { isOlder, versionOf } from './version.ts'

type Call = (input: unknown) => Promise<unknown>

/** Asks the API for what events leave out. */
export interface Details {
  /** The details, and whether the API had to be asked for this event. */
  get(definition: EventDetailsDefinition, data: unknown): Promise<{ readonly body: unknown; readonly fetched: boolean }>
}

/** One for each subscription, so that all its events share what was fetched. */
export function createDetails(calls: Readonly<Record<string, Call>>, options: DetailsCacheOptions = {}): Details {
  const { retries = 5, retryDelayMs = 50 } = options
  const cache = createDetailsCache(options)
  const underway = new Map<string, Promise<Known>>()

  /** One call at a time for one thing; `own` where this one made it. */
  function fetch(question: Question): { readonly answer: Promise<Known>; readonly own: boolean } {
    const running = underway.get(question.key)
    if (running) return { answer: running, own: false }
    const answer = ask(calls[question.operation], question).finally(() => underway.delete(question.key))
    underway.set(question.key, answer)
    return { answer, own: true }
  }

  async function get(definition: EventDetailsDefinition, data: unknown): ReturnType<Details['get']> {
    const question = questionOf(definition, data)
    const cached = cache.find(question.key, question.version)
    if (cached) return { body: cached.body, fetched: false }
    let fetched = false
    for (let attempt = 0; ; attempt++) {
      const { answer, own } = fetch(question)
      fetched ||= own
      const known = await settled(answer)
      if ('body' in known) {
        cache.keep(question.key, known)
        if (!isOlder(known.version, question.version)) return { body: known.body, fetched }
      } else if (known.error.status !== 404) {
        const stale = cache.findStale(question.key)
        if (stale) return { body: stale.body, fetched }
        throw known.error
      }
      if (attempt >= retries) throw 'body' in known ? tooOld(question) : known.error
      await sleep(retryDelayMs * 2 ** attempt, undefined, { signal: currentContext()?.signal })
    }
  }
  return { get }
}

interface Question {
  readonly operation: string
  readonly input: object
  readonly key: string
  /** Name of the property that has it, in the event and in its details. */
  readonly versionName: string | undefined
  readonly version: unknown
}

function questionOf(definition: EventDetailsDefinition, data: unknown): Question {
  const { operation, version: versionName } = definition
  const input = inputOf(definition, isObject(data) ? data : {})
  const key = `${operation} ${JSON.stringify(input)}`
  return { operation, input, key, versionName, version: versionOf(data, versionName) }
}

async function ask(call: Call | undefined, { operation, input, versionName }: Question): Promise<Known> {
  if (!call) throw new TypeError(`details: { call } has no ${operation}`)
  let reply: unknown
  try {
    reply = await call(input)
  } catch (cause) {
    throw new DetailsUnavailable(operation, cause instanceof Error ? cause.message : String(cause), { cause })
  }
  const { status, body } = reply as { readonly status: number; readonly body?: unknown }
  if (status < 200 || status > 299) throw new DetailsUnavailable(operation, `answered ${status}`, { status })
  return { body, version: versionOf(body, versionName), at: performance.now() }
}

function tooOld({ operation, versionName }: Question): DetailsUnavailable {
  return new DetailsUnavailable(operation, `its ${versionName} is not yet that of the event`)
}

async function settled(answer: Promise<Known>): Promise<Known | { readonly error: DetailsUnavailable }> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof DetailsUnavailable) return { error }
    throw error
  }
}
