import { TesseraError } from '@tessera/core.model'
import { type Document, isNode, LineCounter, parseDocument, type YAMLError } from 'yaml'

/** One file of a document: JSON or YAML. */
export interface Source {
  /** As diagnostics call it. */
  readonly file: string
  readonly value: unknown
  /** Of what a JSON pointer leads to, from 1; undefined where only the value is known, or the file is very large. */
  lineOf(pointer: string): number | undefined
}

/** Above it, lines are not looked up: a YAML parser takes seconds for what JSON.parse reads at once. */
const MAX_LOCATED = 1_000_000

/** @throws TesseraError `INVALID_SYNTAX` with line and column */
export function parseSource(text: string, file: string): Source {
  const value = parseJson(text)
  const located = lazily(() => locate(text))
  return {
    file,
    value: value === undefined ? parseYaml(text, file) : value,
    lineOf: (pointer) => (text.length > MAX_LOCATED ? undefined : located().lineOf(pointer)),
  }
}

/** A document that somebody parsed already: there are no lines in it. */
export function valueSource(value: unknown, file: string): Source {
  return { file, value, lineOf: () => undefined }
}

/** Tokens of a JSON pointer; of a fragment of a URI as well. @throws URIError where it is no URI */
export function pointerTokens(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The pointer to a member of what another points to. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Undefined where the text is no JSON: then it may be YAML. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function parseYaml(text: string, file: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) throw syntaxError(error, file, lines)
  try {
    return document.toJS() as unknown
  } catch (cause) {
    // Aliases that multiply: a small text that would become gigabytes.
    throw invalidSyntax((cause as Error).message, { file }, cause)
  }
}

function syntaxError(error: YAMLError, file: string, lines: LineCounter): TesseraError {
  const { line, col } = lines.linePos(error.pos[0])
  return invalidSyntax(error.message, { file, line, column: col }, error)
}

function invalidSyntax(why: string, location: TesseraError['location'], cause: unknown): TesseraError {
  const hint = 'mend the line that is named; the document must be JSON or YAML'
  return new TesseraError('INVALID_SYNTAX', `${location?.file} cannot be read: ${why}`, { location, hint, cause })
}

function locate(text: string): Pick<Source, 'lineOf'> {
  const lines = new LineCounter()
  const document: Document = parseDocument(text, { lineCounter: lines, merge: true })
  return {
    lineOf(pointer) {
      const node = document.getIn(pointerTokens(pointer), true)
      return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined
    },
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
