import { formatLocation, type Diagnostic, type TesseraError } from '@tessera/core.model'
import type { Style } from './style.ts'

/** A diagnostic as two to four lines: where and what, why, how to mend it. */
export function formatDiagnostic(diagnostic: Diagnostic, style: Style): string {
  const symbol = { error: style.red('✖'), warning: style.yellow('⚠'), info: style.cyan('ℹ') }[diagnostic.severity]
  const where = diagnostic.location ? `${style.cyan(formatLocation(diagnostic.location))}  ` : ''
  const lines = [`${symbol} ${where}${diagnostic.message} ${style.dim(diagnostic.code)}`]
  if (diagnostic.because !== undefined) lines.push(`  because ${diagnostic.because}`)
  if (diagnostic.hint !== undefined) lines.push(`  ${style.dim('fix:')} ${diagnostic.hint}`)
  return lines.join('\n')
}

/** What a command that failed prints last, with those of its diagnostics that are wanted. */
export function formatError(
  error: TesseraError,
  style: Style,
  isWanted: (diagnostic: Diagnostic) => boolean = () => true,
): string {
  const where = error.location ? `\n  at ${style.cyan(formatLocation(error.location))}` : ''
  const parts = error.diagnostics.filter(isWanted).map((diagnostic) => formatDiagnostic(diagnostic, style))
  parts.push(`${style.red('✖')} ${error.message} ${style.dim(error.code)}${where}`)
  if (error.hint !== undefined) parts.push(`  ${style.dim('next:')} ${error.hint}`)
  return parts.join('\n')
}

/** The same for `--json`. */
export function errorToJson(error: TesseraError): unknown {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.location === undefined ? {} : { location: error.location }),
      ...(error.diagnostics.length === 0 ? {} : { diagnostics: error.diagnostics }),
    },
  }
}
