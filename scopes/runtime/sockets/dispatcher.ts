import type { Side, SocketDefinition } from '@tessera/runtime.core'
import type { Answerer } from './answer.ts'
import { itemsSentBy } from './payload.ts'

/**
 * Calls the handlers that `side` has for the items of the other one.
 * @throws TypeError where an item has none
 */
export function dispatcher(definition: SocketDefinition, side: Side, handlers: object): Answerer['handle'] {
  const callable = handlers as Readonly<Record<string, Answerer['handle'] | undefined>>
  for (const name of itemsSentBy(definition, side === 'provider' ? 'consumer' : 'provider').keys()) {
    if (typeof callable[name] !== 'function') throw new TypeError(`${definition.contract}: ${name} has no handler`)
  }
  // Called on its object, so that handlers may be methods.
  const named = handlers as Readonly<Record<string, (payload: unknown, context: unknown) => unknown>>
  return (item, payload, context) => named[item]?.(payload, context)
}
