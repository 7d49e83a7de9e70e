import { type HttpDefinition, isObject } from '@tessera/runtime.core'

export interface RequestSeeds {
  /** A 32-bit seed. Equal requests of an idempotent operation have equal seeds, whatever was called between them. */
  of(operation: string, input: unknown, idempotencyKey?: string): number
  reset(): void
}

/** Seeds that depend on the request and not on the order of requests, so that parallel tests stay repeatable. */
export function requestSeed(definition: HttpDefinition, seed: number): RequestSeeds {
  const seen = new Map<string, number>()
  const underKey = new Map<string, number>()
  function next(request: string): number {
    const count = (seen.get(request) ?? 0) + 1
    seen.set(request, count)
    return hash(`${request} ${count}`)
  }
  return {
    of(operation, input, idempotencyKey) {
      const request = `${seed} ${operation} ${stableText(input)}`
      const { idempotent } = definition.operations[operation] ?? {}
      if (idempotent === true) return hash(request)
      if (idempotent !== 'key' || idempotencyKey === undefined) return next(request)
      const repeated = `${request} ${idempotencyKey}`
      const known = underKey.get(repeated) ?? next(request)
      underKey.set(repeated, known)
      return known
    },
    reset() {
      seen.clear()
      underKey.clear()
    },
  }
}

function stableText(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return String(item)
    return isObject(item) ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1))) : item
  })
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return state >>> 0
}
