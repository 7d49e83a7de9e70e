import { formatLocation, type Diagnostic } from '@tessera/core.model'

/** What did not carry over: losses first, then what is only said otherwise; the like of it together, and counted. */
export function noteLines(diagnostics: readonly Diagnostic[], { verbose }: NoteOptions): readonly string[] {
  const losses = section('does not carry over', diagnostics, { severity: 'warning', verbose })
  const rest = section('said otherwise', diagnostics, { severity: 'info', verbose })
  const isShort = !verbose && groupsOf(diagnostics).some((group) => group.length > 1)
  return [...losses, ...rest, ...(isShort ? ['', 'all of them: --verbose, or --json'] : [])]
}

export interface NoteOptions {
  /** Each note by itself. */
  readonly verbose: boolean
}

interface SectionOptions extends NoteOptions {
  readonly severity: Diagnostic['severity']
}

function section(title: string, all: readonly Diagnostic[], { severity, verbose }: SectionOptions): readonly string[] {
  const mine = all.filter((one) => one.severity === severity)
  if (mine.length === 0) return []
  const lines = groupsOf(mine).flatMap((group) => (verbose ? group.flatMap(noteText) : groupText(group)))
  return ['', `${severity === 'warning' ? '⚠' : 'ℹ'} ${title}`, ...lines]
}

function groupsOf(diagnostics: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] {
  const kinds = new Map<string, Diagnostic[]>()
  for (const one of diagnostics) kinds.set(kindOf(one), [...(kinds.get(kindOf(one)) ?? []), one])
  return [...kinds.values()]
}

/** Apart from the names in it, the message. */
function kindOf({ code, message, hint }: Diagnostic): string {
  return `${code} ${message.replaceAll(/"[^"]*"|\/[^/]*\//g, '')} ${hint?.length === undefined ? '' : hint.replaceAll(/\S*\/\S*/g, '')}`
}

/** The first of a kind stands for the others. */
function groupText(group: readonly Diagnostic[]): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const [head = '', ...place] = noteText(first)
  return [head, ...place, ...(group.length > 1 ? [`    and ${group.length - 1} more like it`] : [])]
}

function noteText({ code, message, hint = '', location }: Diagnostic): readonly string[] {
  return [`  ${message}: ${hint}  ${code}`, ...(location === undefined ? [] : [`    ${formatLocation(location)}`])]
}
