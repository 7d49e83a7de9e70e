import type { ContractDocument, JsonSchema } from '@tessera/contract.define'
import { edgeCases, type InvalidCase, invalidCases, MockError, mockValue } from '@tessera/contract.mock'

/** Values of one payload to try on a provider. */
export interface Payloads {
  readonly valid: readonly NamedPayload[]
  /** Each breaks one constraint, and must be refused. */
  readonly invalid: readonly InvalidCase[]
}

export interface NamedPayload {
  readonly name: string
  readonly value: unknown
}

export interface Amount {
  readonly seed: number
  readonly count: number
  readonly limit: number
}

/** What a writer may send in a slot, and what it may not. Empty where mocks know no value of the schema. */
export function payloadsOf(document: ContractDocument, at: string, { seed, count, limit }: Amount): Payloads {
  const schema = document.slots.find((slot) => slot.at === at)?.schema ?? true
  const options = { defs: document.$defs, side: 'write' } as const
  const typical = Array.from({ length: count }, (_, index) => seed + index).flatMap((each): readonly NamedPayload[] =>
    known(() => [{ name: `valid, seed ${each}`, value: mockValue(schema, { ...options, seed: each }) }]),
  )
  const borders = known(() => edgeCases(schema, { ...options, seed }))
  return {
    valid: [...typical, ...spread(borders, limit).map(({ name, value }) => ({ name: `border, ${name}`, value }))],
    invalid: spread(
      known(() => invalidCases(schema, { ...options, seed })),
      limit,
    ),
  }
}

export function onePayload(document: ContractDocument, schema: JsonSchema, seed: number): unknown {
  return known(() => [mockValue(schema, { defs: document.$defs, side: 'write', seed })])[0]
}

/** Nothing, where there is no value or none was found. */
function known<T>(make: () => readonly T[]): readonly T[] {
  try {
    return make()
  } catch (problem) {
    if (problem instanceof MockError) return []
    throw problem
  }
}

/** At most `limit` of a list, from all of its length. */
function spread<T>(list: readonly T[], limit: number): readonly T[] {
  if (list.length <= limit) return list
  return Array.from({ length: limit }, (_, index) => list[Math.floor((index * list.length) / limit)] as T)
}
