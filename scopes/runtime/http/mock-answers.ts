import { type Handlers, HEADERS, type HttpDefinition } from '@tessera/runtime.core'
import { requestSeed } from './seed.ts'

type Name<T> = keyof T & string

/** Answers whatever operation is asked; equal seeds, equal answers. */
export type MockResponder<T> = (operation: Name<T>, input: unknown, seed: number) => unknown

/** One answer for all operations, or one handler each; an operation without one answers 501. */
export type MockResponders<T> = MockResponder<T> | Partial<Handlers<T>>

/** A handler whose types are known to whoever gave it. */
export type AnyHandler = (input: unknown, context: { readonly headers: Readonly<Record<string, string>> }) => unknown

export interface Answers {
  handler(operation: string): AnyHandler | undefined
  override(operation: string, handler: AnyHandler): () => void
  reset(): void
}

/** Which answer an operation has: the one given last, or the one given for all. */
export function createAnswers<T>(responders: MockResponders<T>, seed: number, definition: HttpDefinition): Answers {
  const overrides = new Map<string, AnyHandler>()
  const nextSeed = requestSeed(definition, seed)
  function given(operation: string): AnyHandler | undefined {
    if (typeof responders === 'function') {
      return (input, { headers }) => {
        const key = headers[HEADERS.idempotencyKey]
        return (responders as MockResponder<T>)(operation as Name<T>, input, nextSeed.of(operation, input, key))
      }
    }
    const named = responders as Readonly<Record<string, AnyHandler | undefined>>
    return named[operation] && ((input, context) => named[operation]?.(input, context))
  }
  return {
    handler: (operation) => overrides.get(operation) ?? given(operation),
    override(operation, handler) {
      overrides.set(operation, handler)
      return () => void (overrides.get(operation) === handler && overrides.delete(operation))
    },
    reset() {
      overrides.clear()
      nextSeed.reset()
    },
  }
}
