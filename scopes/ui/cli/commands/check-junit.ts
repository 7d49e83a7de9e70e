import { type CheckCase, failed, type ProviderReport } from '@tessera/runtime.provider/check'
import { junit, type JunitCase } from './junit.ts'

/** One suite for each operation, channel, item or event; warnings do not fail a case. */
export function checkJunit({ contract, cases }: ProviderReport): string {
  const subjects = [...new Set(cases.map(({ subject }) => subject))]
  return junit(
    `tessera check ${contract}`,
    subjects.map((subject) => ({
      name: `${contract} ${subject}`,
      cases: cases.filter((each) => each.subject === subject).map(junitCase),
    })),
  )
}

function junitCase(each: CheckCase): JunitCase {
  const { name, findings, skipped, repeat } = each
  if (skipped !== undefined) return { name, skipped }
  if (!failed(each)) return { name }
  const errors = findings.filter(({ severity }) => severity === 'error')
  return {
    name,
    failure: {
      type: errors.map(({ rule }) => rule).join(', '),
      message: errors.map(({ message }) => message).join('; '),
      text: repeat === undefined ? '' : `again: ${repeat}`,
    },
  }
}
