import type { JsonSchema } from '@tessera/contract.define/document'
import { type Comparison, createComparison } from './comparison.ts'
import { decide } from './decide.ts'
import { findingsOf } from './findings.ts'
import type { CompareSchemasOptions, SchemaComparison } from './types.ts'

/**
 * Whether every value of the old schema that the policy admits is valid under the new one: proven, refuted with a value
 * that a validator has checked against both, or `risky` with the keyword that kept it from being decided.
 *
 * @example
 * compareSchemas({ type: 'integer' }, { type: 'integer', maximum: 9 }) // { level: 'breaking', witness: 10, … }
 */
export function compareSchemas(
  oldSchema: JsonSchema,
  newSchema: JsonSchema,
  options: CompareSchemasOptions = {},
): SchemaComparison {
  const comparison = tryRead(oldSchema, newSchema, options)
  if (comparison === undefined) return TOO_DEEP
  const verdict = decide(comparison)
  const findings = findingsOf(comparison, verdict)
  const { level } = verdict
  return 'witness' in verdict ? { level, findings, witness: verdict.witness } : { level, findings }
}

const TOO_DEEP: SchemaComparison = {
  level: 'risky',
  findings: [
    { rule: 'undecided', severity: 'risky', pointer: '', oldPointer: '', message: 'the schemas are nested too deeply' },
  ],
}

function tryRead(...schemas: Parameters<typeof createComparison>): Comparison | undefined {
  try {
    return createComparison(...schemas)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
