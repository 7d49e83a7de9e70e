import { isRecord } from '@tessera/core.model'
import type { Comparison } from './comparison.ts'
import { searchWitness } from './search.ts'
import type { Level } from './types.ts'
import { Undecided } from './undecided.ts'
import { keyOf } from './values.ts'

/** The verdict over two whole schemas. */
export interface Verdict {
  readonly level: Level
  readonly witness?: unknown
  /** What kept it from being decided: a keyword, or `timeout`. */
  readonly doubt?: string
  /** The schemas are the same text. */
  readonly equal?: true
}

/** Proves, refutes, and where neither can be done tries values. */
export function decide(comparison: Comparison): Verdict {
  if (areSame(comparison)) return { level: 'compatible', equal: true }
  const outcome = comparison.refute(comparison.now.node)
  if (outcome.kind === 'empty') return { level: 'compatible' }
  if (outcome.kind === 'unknown') return tryValues(comparison, outcome.keyword)
  const witness = written(outcome.make)
  if (witness === undefined) return { level: 'breaking' }
  if (comparison.isBroken(witness.value) === true) return { level: 'breaking', witness: witness.value }
  return tryValues(comparison, 'ajv')
}

/** Whether the schemas are the same text. */
export function areSame({ old, now }: Comparison): boolean {
  return keyOf(old.schema) === keyOf(now.schema) && keyOf(old.defs) === keyOf(now.defs)
}

/** Undefined where the value is too long to be written out. */
export function written(make: () => unknown): { readonly value: unknown } | undefined {
  try {
    return { value: make() }
  } catch (error) {
    if (error instanceof Undecided || error instanceof RangeError) return undefined
    throw error
  }
}

/** All values of the old schema where it lists them, else samples. */
function tryValues(comparison: Comparison, doubt: string): Verdict {
  const listed = listedValues(comparison)
  if (listed !== undefined) return tryAll(comparison, listed, doubt)
  const { old, seed, deadline } = comparison
  const passes = (value: unknown): boolean => comparison.isBroken(value) === true
  const found = searchWitness(old.schema, passes, { seed, defs: old.defs, deadline })
  return found === undefined ? { level: 'risky', doubt } : { level: 'breaking', witness: found.value }
}

function listedValues({ old }: Comparison): readonly unknown[] | undefined {
  if (!isRecord(old.schema)) return undefined
  if (Object.hasOwn(old.schema, 'const')) return [old.schema['const']]
  return Array.isArray(old.schema['enum']) ? old.schema['enum'] : undefined
}

function tryAll(comparison: Comparison, values: readonly unknown[], doubt: string): Verdict {
  const broken = values.map((value) => comparison.isBroken(value))
  const index = broken.indexOf(true)
  if (index !== -1) return { level: 'breaking', witness: values[index] }
  return broken.includes(undefined) ? { level: 'risky', doubt } : { level: 'compatible' }
}
