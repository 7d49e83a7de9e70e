import { converted, type EventsDefinition, isObject } from '@tessera/runtime.core'
import { inputOf } from './details-input.ts'

/** Valid replies of each operation. */
export type ApiSamples = Readonly<Record<string, ((seed: number, input: unknown) => unknown) | undefined>>

type Handler = (input: unknown) => unknown

/** The API that gives details, without a connection. */
export interface MockApi {
  readonly call: Readonly<Record<string, (input: unknown) => Promise<unknown>>>
  readonly calls: { readonly operation: string; readonly input: unknown }[]
  on(operation: string, handler: Handler): () => void
  /** An event was emitted: what is asked for because of it has its version. */
  happened(event: string, data: unknown): void
  reset(): void
}

export function createMockApi({ events }: EventsDefinition, samples: ApiSamples, seed: number): MockApi {
  const calls: { operation: string; input: unknown }[] = []
  const overrides = new Map<string, Handler>()
  /** By what is asked for, the properties that say its version. */
  const versions = new Map<string, Readonly<Record<string, unknown>>>()
  const keyOf = (operation: string, input: unknown): string => `${operation} ${JSON.stringify(input, plain)}`

  function answer(operation: string, input: unknown): unknown {
    const scripted = overrides.get(operation)
    if (scripted) return scripted(input)
    const key = keyOf(operation, input)
    const reply = samples[operation]?.(seed, input)
    if (reply === undefined) {
      throw new Error(`the mock has no answer for ${operation}: mock.on('${operation}', (input) => …)`)
    }
    return withVersion(reply, versions.get(key))
  }

  const operations = new Set([
    ...Object.keys(samples),
    ...Object.values(events).flatMap(({ details }) => details?.operation ?? []),
  ])
  return {
    call: Object.fromEntries(
      [...operations].map((operation) => [
        operation,
        async (input: unknown) => {
          calls.push({ operation, input })
          return answer(operation, input)
        },
      ]),
    ),
    calls,
    on(operation, handler) {
      overrides.set(operation, handler)
      return () => void (overrides.get(operation) === handler && overrides.delete(operation))
    },
    happened(event, data) {
      const { details, data: payload } = events[event] ?? {}
      if (details?.version === undefined || !isObject(data)) return
      const wire = converted(data, payload?.encode)
      const key = keyOf(details.operation, inputOf(details, isObject(wire) ? wire : {}))
      versions.set(key, { [details.version]: data[details.version] })
    },
    reset() {
      calls.length = 0
      overrides.clear()
      versions.clear()
    },
  }
}

/** JSON has no bigint. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** Details that were made up do not know how new they have to be. */
function withVersion(reply: unknown, version: Readonly<Record<string, unknown>> = {}): unknown {
  if (!isObject(reply) || !isObject(reply.body)) return reply
  const { body } = reply
  const known = Object.entries(version).filter(([name]) => Object.hasOwn(body, name))
  return { ...reply, body: { ...body, ...Object.fromEntries(known) } }
}
