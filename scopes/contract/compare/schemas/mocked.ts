import type { JsonSchema } from '@tessera/contract.define/document'
import { EmptySchema, GaveUp, mockValue } from '@tessera/contract.mock'

export interface MockedOptions {
  readonly count: number
  readonly seed?: number
  readonly defs?: Readonly<Record<string, JsonSchema>>
}

/** Sample values of a schema, at most so many, made as they are asked for. */
export function* mocked(schema: JsonSchema, { count, seed = 1, defs = {} }: MockedOptions): Generator<unknown> {
  for (let index = 0; index < count; index++) {
    try {
      yield mockValue(schema, { seed: seed + index, defs })
    } catch (error) {
      if (!(error instanceof EmptySchema || error instanceof GaveUp)) throw error
      return
    }
  }
}
