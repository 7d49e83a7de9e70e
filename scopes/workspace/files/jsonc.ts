import { createRequire } from 'node:module'
import { TesseraError } from '@tessera/core.model'
import type ts from 'typescript6'
import { positions } from './lines.ts'

export interface JsoncSource {
  /** Relative to the workspace, for messages. */
  readonly file: string
  readonly text: string
  /** Code of the error that bad syntax ends with. */
  readonly code: string
  /** Plain JSON: comments and trailing commas are bad syntax too. */
  readonly strict?: true
}

/** Reads JSON with comments and trailing commas, as plain values. A bad syntax throws with its line and column. */
export function parseJsonc({ file, text, code, strict }: JsoncSource): unknown {
  const bare = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(strict ? bare : plain(bare))
  } catch (error) {
    const conflict = conflictLine(text)
    if (conflict !== undefined) {
      throw new TesseraError(code, `${file} has a merge conflict of git`, {
        location: { file, line: conflict },
        hint: 'resolve it: keep one side, or join both, and delete the lines with the markers',
      })
    }
    const fault = syntaxFault(bare)
    throw new TesseraError(code, `${file} is no valid JSON: ${fault?.message ?? (error as Error).message}`, {
      location: { file, line: fault?.line, column: fault?.column },
      hint: fault === undefined ? 'write plain JSON, without comments and trailing commas' : 'mend the syntax there',
    })
  }
}

/** First line with a conflict marker of git, from 1. */
export function conflictLine(text: string): number | undefined {
  const match = /^(?:<{7}|>{7}|\|{7}) .*$|^={7}$/m.exec(text)
  return match === null ? undefined : positions(text)(match.index).line
}

/** Where a key is written, from 1: the place furthest to the left, then the first. */
export function keyLine(text: string, key: string): number | undefined {
  const quoted = JSON.stringify(key).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const at = positions(text)
  const places = [...text.matchAll(new RegExp(`${quoted}\\s*:`, 'g'))].map((match) => at(match.index))
  return places.toSorted((a, b) => a.column - b.column || a.line - b.line)[0]?.line
}

/** Comments give way to a space, trailing commas to nothing; strings stay as they are. */
function plain(text: string): string {
  const keepStrings = (part: string): string => (part.startsWith('"') ? part : ' ')
  return text
    .replaceAll(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, keepStrings)
    .replaceAll(/"(?:\\.|[^"\\\n])*"|,(?=\s*[}\]])/g, keepStrings)
}

interface Fault {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** JSON.parse does not always say where it stopped; TypeScript's parser does. */
function syntaxFault(text: string): Fault | undefined {
  const typescript = createRequire(import.meta.url)('typescript6') as typeof ts
  const parsed = typescript.parseJsonText('file.json', text) as ts.JsonSourceFile & {
    readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[]
  }
  const [first] = parsed.parseDiagnostics
  if (first === undefined) return undefined
  return { message: typescript.flattenDiagnosticMessageText(first.messageText, ' '), ...positions(text)(first.start) }
}
