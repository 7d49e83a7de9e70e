import type { ContractDocument } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { KEYWORDS } from '../schema/keywords.ts'
import { dependencyOrder } from './order.ts'

/** TypeScript writes out no type of more than a million characters: far enough below it for a rough estimate. */
const MOST = 300_000

/** Whether the type of a contract that is inferred from its schemas gets too long for its declarations. */
export function isTooLongToInfer({ $defs, slots }: ContractDocument): boolean {
  const sizes = new Map<string, number>()
  for (const name of dependencyOrder($defs)) sizes.set(name, sizeOf($defs[name], sizes))
  return sum(slots.map(({ schema }) => sizeOf(schema, sizes))) > MOST
}

const OF_A_SCHEMA = 30

/** Characters, about. What contains itself is a type of its own, and what it refers to is written out once more. */
function sizeOf(schema: unknown, sizes: ReadonlyMap<string, number>): number {
  if (!isRecord(schema)) return OF_A_SCHEMA
  const { $ref } = schema
  const referred = typeof $ref === 'string' ? (sizes.get($ref.replace('#/$defs/', '')) ?? 0) : 0
  const inside = Object.entries(schema).map(([keyword, held]) => {
    switch (Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined) {
      case 'schema':
        return sizeOf(held, sizes)
      case 'schemas':
        return sum(Object.values(held as object).map((one) => sizeOf(one, sizes)))
      case 'map':
        return sum(Object.entries(held as object).map(([name, one]) => OF_A_SCHEMA + name.length + sizeOf(one, sizes)))
      case 'list':
        return keyword === 'enum' ? 2 * JSON.stringify(held).length : 0
      default:
        return 0
    }
  })
  return OF_A_SCHEMA + referred + sum(inside)
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all + size, 0)
}
