import { parse as parseWithComments } from 'comment-json'
import { TesseraError } from '@tessera/core.model'
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
    return JSON.parse(strict ? bare : withoutComments(bare))
  } catch {
    // comment-json is slow on large files, but tolerant, and it knows where the error is.
  }
  try {
    const value = parseWithComments(bare, null, true)
    if (!strict) return value
  } catch (error) {
    const { message, line, column } = error as Error & { line?: number; column?: number }
    const conflict = conflictLine(text)
    throw new TesseraError(code, `${file} is no valid JSON: ${message}`, {
      location: conflict === undefined ? { file, line, column: (column ?? 0) + 1 } : { file, line: conflict },
      hint: conflict === undefined ? 'mend the syntax there' : 'git left a merge conflict there: resolve it',
    })
  }
  throw new TesseraError(code, `${file} has comments or trailing commas`, {
    location: { file },
    hint: 'take them out: npm does not read them',
  })
}

/** First line with a conflict marker of git, from 1. */
export function conflictLine(text: string): number | undefined {
  const match = /^(?:<{7}|>{7}|\|{7}) .*$|^={7}$/m.exec(text)
  return match === null ? undefined : positions(text)(match.index).line
}

/** Where a key is written: the first line that begins with it, from 1. */
export function keyLine(text: string, key: string): number | undefined {
  const quoted = JSON.stringify(key).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const match = new RegExp(`^[ \\t{]*(${quoted})\\s*:`, 'm').exec(text)
  return match === null ? undefined : positions(text)(match.index).line
}

/** Comments give way to spaces; strings stay as they are. */
function withoutComments(text: string): string {
  return text.replaceAll(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => (part[0] === '"' ? part : ' '))
}
