import type { z } from 'zod'
import { type ContractBase, markContract } from './contract.ts'
import { registerOrigin } from './origins.ts'

/** A contract without a pattern: schemas that other contracts import. */
export interface SchemasContract<
  S extends Readonly<Record<string, z.ZodType>> = Readonly<Record<string, z.ZodType>>,
> extends ContractBase<'schemas'> {
  readonly schemas: S
}

interface SchemasInput<S> {
  readonly id: `${string}/${string}`
  readonly summary?: string
  readonly description?: string
  readonly line?: number
  /** Each under the name that others see. */
  readonly schemas: S
}

/**
 * Declares shared schemas. A contract that uses one of these very Zod instances, wrapped or not, records in its
 * document where the schema comes from.
 * @example schemas({ id: 'acme.shared/money', schemas: { Money, Currency } })
 */
export function schemas<S extends Readonly<Record<string, z.ZodType>>>(contract: SchemasInput<S>): SchemasContract<S> {
  const { line = 1, ...rest } = contract
  for (const [name, schema] of Object.entries(contract.schemas)) {
    registerOrigin(schema, { contract: contract.id, name })
  }
  return markContract({ pattern: 'schemas', line, ...rest })
}
