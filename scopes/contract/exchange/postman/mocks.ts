import type { ContractDocument, JsonSchema } from '@tessera/contract.define/document'
import { EmptySchema, GaveUp, mockValue } from '@tessera/contract.mock'
import { isRecord } from '@tessera/core.model'

/** The same contract, the same examples. */
const SEED = 1

/** A valid value of a schema; undefined where none could be made. */
export function mockOf(schema: JsonSchema, { $defs }: ContractDocument, override?: object): unknown {
  try {
    return mockValue(schema, {
      seed: SEED,
      defs: $defs,
      optionals: 'all',
      ...(override === undefined ? {} : { override }),
    })
  } catch (error) {
    if (error instanceof EmptySchema || error instanceof GaveUp) return undefined
    throw error
  }
}

/** Mock values of named fields; none where they could not be made. */
export function mockFields(schema: JsonSchema, document: ContractDocument): Readonly<Record<string, unknown>> {
  const value = mockOf(schema, document)
  return isRecord(value) ? value : {}
}

/** As it is written into a path, query or header. */
export function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
