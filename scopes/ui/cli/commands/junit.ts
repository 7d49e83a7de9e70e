/** One report in the form that build servers read. */
export interface JunitSuite {
  readonly name: string
  readonly cases: readonly JunitCase[]
}

export interface JunitCase {
  readonly name: string
  readonly skipped?: string
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string }
}

export function junit(name: string, suites: readonly JunitSuite[]): string {
  const cases = suites.flatMap((suite) => suite.cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(name)}" ${counts(cases, false)}>`,
    ...suites.map(suiteText),
    '</testsuites>',
  ].join('\n')
}

function suiteText({ name, cases }: JunitSuite): string {
  return [
    `  <testsuite name="${escapeXml(name)}" ${counts(cases, true)}>`,
    ...cases.map((each) => caseText(name, each)),
    '  </testsuite>',
  ].join('\n')
}

function counts(cases: readonly JunitCase[], withSkipped: boolean): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter(({ skipped: why }) => why !== undefined).length
  return `tests="${cases.length}" failures="${failures}" errors="0"${withSkipped ? ` skipped="${skipped}"` : ''}`
}

function caseText(suite: string, { name, skipped, failure }: JunitCase): string {
  const opening = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`
  if (skipped !== undefined) return `${opening}>\n      <skipped message="${escapeXml(skipped)}"/>\n    </testcase>`
  if (failure === undefined) return `${opening}/>`
  const { type, message, text } = failure
  return [
    `${opening}>`,
    `      <failure type="${escapeXml(type)}" message="${escapeXml(message)}">${escapeXml(text)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

/** Control characters and halves of pairs, which XML cannot hold, are replaced. */
function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll(/\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu, '\ufffd')
}
