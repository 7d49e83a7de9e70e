import { formatLocation, type Diagnostic } from '@tessera/core.model'

/** What is worth reading one by one; the rest is counted. */
const SHOWN = 3

/** What did not carry over: losses first, then what is only said otherwise, the like of it together. */
export function noteLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  if (diagnostics.length === 0) return []
  return [...section('does not carry over', 'warning', diagnostics), ...section('said otherwise', 'info', diagnostics)]
}

function section(title: string, severity: Diagnostic['severity'], all: readonly Diagnostic[]): readonly string[] {
  const mine = all.filter((one) => one.severity === severity)
  if (mine.length === 0) return []
  const kinds = new Map<string, Diagnostic[]>()
  for (const one of mine) kinds.set(kindOf(one), [...(kinds.get(kindOf(one)) ?? []), one])
  return ['', `${severity === 'warning' ? '⚠' : 'ℹ'} ${title}`, ...[...kinds.values()].flatMap(groupLines)]
}

/** Apart from the names in it, the message. */
function kindOf({ code, message, hint }: Diagnostic): string {
  return `${code} ${message.replaceAll(/"[^"]*"|\/[^/]*\//g, '')} ${hint?.length === undefined ? '' : hint.replaceAll(/\S*\/\S*/g, '')}`
}

function groupLines(group: readonly Diagnostic[]): readonly string[] {
  const shown = group
    .slice(0, SHOWN)
    .flatMap((one) => [
      `  ${one.message}: ${one.hint ?? ''}  ${one.code}`,
      ...(one.location === undefined ? [] : [`    ${formatLocation(one.location)}`]),
    ])
  return group.length > SHOWN ? [...shown, `    and ${group.length - SHOWN} more like it`] : shown
}
