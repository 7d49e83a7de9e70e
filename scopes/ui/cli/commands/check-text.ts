import type { CheckCase, ProviderReport } from '@tessera/runtime.provider/check'
import type { Style } from '@tessera/ui.terminal'

/** What broke the contract, by operation, and how much was tried. */
export function checkText({ contract, line, provider, cases }: ProviderReport, style: Style): string {
  const subjects = [...new Set(cases.map(({ subject }) => subject))]
  return [
    `${contract} line ${line} at ${provider}`,
    ...subjects.flatMap((subject) =>
      subjectLines(
        subject,
        cases.filter((each) => each.subject === subject),
        style,
      ),
    ),
    summary(cases, style),
  ].join('\n')
}

function subjectLines(subject: string, cases: readonly CheckCase[], style: Style): readonly string[] {
  const wrong = cases.filter(({ findings }) => findings.length > 0)
  const tried = cases.filter(({ skipped }) => skipped === undefined)
  const answers = [...countOf(tried.flatMap(({ answer }) => answer ?? []))].map(
    ([answer, count]) => `${answer} ×${count}`,
  )
  const mark = wrong.some(isError) ? style.red('✖') : wrong.length > 0 ? style.yellow('!') : style.green('✔')
  return [
    `${mark} ${style.bold(subject)}  ${tried.length} tried${answers.length === 0 ? '' : `  ${style.dim(answers.join(', '))}`}`,
    ...[...countOf(cases.flatMap(({ skipped }) => skipped ?? []))].map(([why, count]) =>
      style.dim(`    ${count} not tried: ${why}`),
    ),
    ...alike(wrong).flatMap((group) => findingLines(group, style)),
  ]
}

/** Cases with the same findings: one tells of all. */
function alike(cases: readonly CheckCase[]): readonly (readonly [CheckCase, ...CheckCase[]])[] {
  const groups = new Map<string, [CheckCase, ...CheckCase[]]>()
  for (const each of cases) {
    const key = each.findings.map(({ rule, message }) => `${rule} ${message}`).join('\n')
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return [...groups.values()]
}

function findingLines([first, ...others]: readonly [CheckCase, ...CheckCase[]], style: Style): readonly string[] {
  const { name, findings, repeat } = first
  const more = others.length === 0 ? '' : style.dim(`, and ${others.length} more`)
  return [
    `    ${name}${more}`,
    ...findings.map(({ rule, severity, message }) => {
      const colour = severity === 'error' ? style.red : style.yellow
      return `      ${colour(rule)}  ${message}`
    }),
    ...(repeat === undefined ? [] : [style.dim(`      again: ${repeat}`)]),
  ]
}

function summary(cases: readonly CheckCase[], style: Style): string {
  const tried = cases.filter(({ skipped }) => skipped === undefined).length
  const [errors, warnings] = [cases.filter(isError).length, cases.filter(isWarning).length]
  const skipped = cases.length - tried
  const rest = `${warnings === 0 ? '' : `, ${warnings} with warnings`}${skipped === 0 ? '' : `, ${skipped} not tried`}`
  return errors === 0
    ? `${style.green('✔')} ${tried} tried, none breaks the contract${rest}`
    : `${style.red('✖')} ${errors} of ${tried} break the contract${rest}`
}

function isError({ findings }: CheckCase): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

function isWarning(each: CheckCase): boolean {
  return !isError(each) && each.findings.length > 0
}

function countOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}
