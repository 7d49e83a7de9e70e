import type { Check, Issue } from './check.ts'
import { ContractViolation } from './errors.ts'

/** `enforce` rejects, `report` only tells `onViolation`, `off` does not look, and fills no defaults. */
export type ValidationMode = 'enforce' | 'report' | 'off'

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

/**
 * Holds `value` to the contract as far as the options say; what is received gets its defaults.
 * @throws ContractViolation where it breaks the contract and the mode is `enforce`
 */
export function validate(value: unknown, { check, side, at }: Validated, options: ValidationOptions): void {
  const mode = options.validation?.[side] ?? 'enforce'
  if (mode === 'off' || check === undefined) return
  const issues: Issue[] = []
  check(value, '', issues)
  if (issues.length === 0) return
  const violation = new ContractViolation(side, at, issues)
  options.onViolation?.(violation)
  if (mode === 'enforce') throw violation
}
