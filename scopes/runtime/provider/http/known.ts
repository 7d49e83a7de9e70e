import { isObject } from '@tessera/runtime.core'
import type { RequestInput } from './plan.ts'

/** What exists at the provider, learnt from its answers: an order that was made can be asked for. */
export interface Known {
  /** The input with parameters of the path that name what exists, as far as something is known to. */
  fill(path: string, input: RequestInput): RequestInput
  learn(path: string, body: unknown): void
}

/** `given`: by parameter, what the user says exists; it comes before what is learnt. */
export function createKnown(given: Readonly<Record<string, string>>): Known {
  /** The last thing that was answered, by the path of its collection: `/orders`. */
  const last = new Map<string, Readonly<Record<string, unknown>>>()
  return {
    fill(path, input) {
      const found = parametersOf(path).flatMap(({ name, collection }) => {
        const value = given[name] ?? idOf(last.get(collection), name)
        return value === undefined ? [] : [[name, value] as const]
      })
      if (found.length === 0) return input
      const params = isObject(input.params) ? input.params : {}
      return { ...input, params: { ...params, ...Object.fromEntries(found) } }
    },
    learn(path, body) {
      const thing = thingIn(body)
      if (thing !== undefined) last.set(path.replace(/\/\{[^/]*\}$/, ''), thing)
    },
  }
}

/** `id` of `/orders/{id}/items`, which is one of `/orders`. */
function parametersOf(path: string): readonly { readonly name: string; readonly collection: string }[] {
  return [...path.matchAll(/\/\{([^/}]+)\}/g)].map((match) => ({
    name: match[1] as string,
    collection: path.slice(0, match.index),
  }))
}

/** `orderId` of `/orders/{orderId}` is the `orderId` of an order, or its `id`. */
function idOf(thing: Readonly<Record<string, unknown>> | undefined, parameter: string): unknown {
  const own = thing?.[parameter]
  return own ?? (/id$/i.test(parameter) ? thing?.id : undefined)
}

/** The answer itself, or the first of a list in it. */
function thingIn(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (Array.isArray(body)) return thingIn(body[0])
  if (!isObject(body)) return undefined
  const lists = Object.values(body).filter(Array.isArray)
  const hasId = Object.keys(body).some((name) => /id$/i.test(name))
  return !hasId && lists.length === 1 ? thingIn(lists[0]) : body
}
