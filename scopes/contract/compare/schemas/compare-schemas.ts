import type { JsonSchema } from '@tessera/contract.define/document'
import { type Comparison, createComparison, createPrepare, type Prepare } from './comparison.ts'
import { areSame, decide } from './decide.ts'
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
  return compareWith(createPrepare(), oldSchema, newSchema, options)
}

/** The same, for those who compare the same schemas again. */
export function compareWith(
  prepare: Prepare,
  oldSchema: JsonSchema,
  newSchema: JsonSchema,
  options: CompareSchemasOptions,
): SchemaComparison {
  const comparison = tryRead(oldSchema, newSchema, options, prepare)
  if (comparison === undefined) return TOO_DEEP
  const verdict = decide(comparison)
  const findings = findingsOf(comparison, verdict)
  const { level } = verdict
  return 'witness' in verdict ? { level, findings, witness: verdict.witness } : { level, findings }
}

/** Whether it is proved that the old schema is contained in the new one; no validator is asked. */
export function isContained(oldSchema: JsonSchema, newSchema: JsonSchema, options: CompareSchemasOptions): boolean {
  const comparison = tryRead(oldSchema, newSchema, options)
  return comparison !== undefined && (areSame(comparison) || comparison.refute(comparison.now.node).kind === 'empty')
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
