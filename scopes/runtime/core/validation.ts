import type { Check, Issue } from './check.ts'
import { ContractViolation } from './errors.ts'

/**
 * `enforce` rejects, `report` only tells `onViolation`, `off` does not look, and fills no defaults. `{ sampled: 0.01 }`
 * enforces for one payload in a hundred, drawn at random, and is `off` for the others.
 */
export type ValidationMode = 'enforce' | 'report' | 'off' | { readonly sampled: number }

export interface ValidationOptions {
  /** Both are `enforce` where nothing is said. */
  readonly validation?: { readonly sent?: ValidationMode; readonly received?: ValidationMode } | undefined
  readonly onViolation?: ((violation: ContractViolation) => void) | undefined
}

/** A payload on its way out or in: what to hold it to, and the slot it stands in. */
export interface Validated {
  readonly check: Check | undefined
  readonly side: 'sent' | 'received'
  readonly at: string
}

/** What is done with the next payload. */
export function drawMode(mode: ValidationMode | undefined): 'enforce' | 'report' | 'off' {
  if (typeof mode !== 'object') return mode ?? 'enforce'
  return Math.random() < mode.sampled ? 'enforce' : 'off'
}

/**
 * Holds `value` to the contract as far as the options say; what is received gets its defaults.
 * @throws ContractViolation where it breaks the contract and the mode is `enforce`
 */
export function validate(value: unknown, { check, side, at }: Validated, options: ValidationOptions): void {
  const mode = drawMode(options.validation?.[side])
  if (mode === 'off' || check === undefined) return
  const issues = issuesOf(check, value)
  if (issues.length === 0) return
  const violation = new ContractViolation(side, at, issues)
  options.onViolation?.(violation)
  if (mode === 'enforce') throw violation
}

/** A value nested deeper than the stack is a finding too, not a crash. */
function issuesOf(check: Check, value: unknown): readonly Issue[] {
  const issues: Issue[] = []
  try {
    check(value, '', issues)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    issues.push({ pointer: '', keyword: 'depth', message: 'is nested too deep' })
  }
  return issues
}
