import ts from 'typescript6'

/** A place that uses something. */
export interface Place {
  /** Absolute. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** The line, without its indentation. */
  readonly text: string
}

/** Where what stands at `offset` of `file` is used, its own file and import statements left out. */
export function usesOf(service: ts.LanguageService, file: string, offset: number): readonly Place[] {
  const program = service.getProgram()
  const references = service.findReferences(file, offset) ?? []
  return references
    .flatMap((symbol) => symbol.references)
    .filter((reference) => reference.fileName !== file)
    .flatMap(({ fileName, textSpan }) => {
      const source = program?.getSourceFile(fileName)
      return source === undefined || isImported(source, textSpan.start) ? [] : [placeAt(source, textSpan.start)]
    })
}

/** The place of an offset. */
export function placeAt(source: ts.SourceFile, offset: number): Place {
  const { line, character } = source.getLineAndCharacterOfPosition(offset)
  const text = source.text.split('\n', line + 1)[line] ?? ''
  return { file: source.fileName, line: line + 1, column: character + 1, text: text.trim() }
}

/** To import a name, or to hand it on, is not to use it. */
function isImported(source: ts.SourceFile, offset: number): boolean {
  return source.statements.some(
    (statement) =>
      (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
      statement.getStart() <= offset &&
      offset < statement.end,
  )
}
