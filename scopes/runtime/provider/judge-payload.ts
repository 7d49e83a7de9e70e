import type { Check, Issue } from '@tessera/runtime.core'
import { redacted } from './redacted.ts'
import { type CheckFinding, type CheckRule, error } from './report.ts'

/** At most so many findings of one payload: the first say it all. */
const SHOWN = 5

/** What is wrong with something that the provider sent. */
export function judgePayload(rule: CheckRule, check: Check, value: unknown): readonly CheckFinding[] {
  const issues: Issue[] = []
  check(value, '', issues)
  return issues
    .slice(0, SHOWN)
    .map(({ pointer, message }) => error(rule, `${pointer || 'the payload'} ${message}`, pointer))
}

/** A payload as it is shown: of a long one, its beginning; without what `pointers` name. */
export function shown(value: unknown, pointers: readonly string[] = []): string {
  const text = JSON.stringify(redacted(value, pointers)) ?? ''
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text
}
