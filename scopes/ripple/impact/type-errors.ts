import ts from 'typescript6'
import { type Place, placeAt } from './uses.ts'

/** What keeps a file from type-checking. */
export interface TypeError extends Place {
  /** `TS2339` */
  readonly code: string
  readonly message: string
}

/** The type errors of some files, with the types of one project, that are not there with those of another. */
export function newTypeErrors(
  files: readonly string[],
  now: ts.LanguageService,
  before: ts.LanguageService,
): readonly TypeError[] {
  return files.flatMap((file) => {
    const found = errorsOf(now, file)
    if (found.length === 0) return []
    const known = new Set(errorsOf(before, file).map(idOf))
    return found.filter((error) => !known.has(idOf(error)))
  })
}

function errorsOf(service: ts.LanguageService, file: string): readonly TypeError[] {
  const source = service.getProgram()?.getSourceFile(file)
  if (source === undefined) return []
  return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)]
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map(({ code, messageText, start = 0 }) => ({
      ...placeAt(source, start),
      code: `TS${code}`,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }))
}

function idOf({ line, column, code, message }: TypeError): string {
  return JSON.stringify([line, column, code, message])
}
