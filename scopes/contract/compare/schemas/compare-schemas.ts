import type { JsonSchema } from '@tessera/contract.define/document'
import type { CompareSchemasOptions, SchemaComparison } from './types.ts'

/**
 * Whether every value of the old schema that the policy admits is valid under the new one: proven, refuted with a value
 * that a validator has checked against both, or `risky` with the keyword that kept it from being decided.
 *
 * @example
 * compareSchemas({ type: 'integer' }, { type: 'integer', maximum: 9 }) // { level: 'breaking', witness: 10, … }
 */
export function compareSchemas(
  _oldSchema: JsonSchema,
  _newSchema: JsonSchema,
  _options: CompareSchemasOptions = {},
): SchemaComparison {
  throw new Error('not there yet')
}
