import type { ContractDocument } from '@tessera/contract.define/document'
import { CONTRACT, present } from './read/head.ts'

/**
 * One JSON Schema 2020-12 with every named schema of a contract in `$defs`, and every payload under the name of its
 * slot: `createOrder/request/body`.
 */
export function toJsonSchema(contract: ContractDocument): Record<string, unknown> {
  const { id, pattern, line, summary, description, slots, $defs, exports } = contract
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...present({ title: id, description }),
    ...(pattern === 'schemas' ? { [CONTRACT]: present({ id, pattern, line, summary, description, exports }) } : {}),
    $defs: { ...$defs, ...Object.fromEntries(slots.map(({ at, schema }) => [at, schema])) },
  }
}
