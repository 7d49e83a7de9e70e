import type { JsonSchema } from '@tessera/contract.define/document'
import { EmptySchema, GaveUp, mockValue } from '@tessera/contract.mock'

export interface MockedOptions {
  readonly count: number
  readonly seed?: number
  readonly defs?: Readonly<Record<string, JsonSchema>>
}

/** As many sample values of a schema as can be made, at most so many. */
export function mocked(schema: JsonSchema, { count, seed = 1, defs = {} }: MockedOptions): unknown[] {
  const values: unknown[] = []
  for (let index = 0; index < count; index++) {
    try {
      values.push(mockValue(schema, { seed: seed + index, defs }))
    } catch (error) {
      if (!(error instanceof EmptySchema || error instanceof GaveUp)) throw error
      return values
    }
  }
  return values
}
