import { TesseraError } from '@tessera/core.model'
import { createRequire } from 'node:module'
import type * as Jsonc from 'jsonc-parser'
import type { Node, ParseError } from 'jsonc-parser'
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
  return quickly(bare, strict === true) ?? thoroughly({ file, text: bare, code, ...(strict ? { strict } : {}) })
}

/** Most files are plain JSON but for comments on top: Node's own parser is many times faster. */
function quickly(text: string, strict: boolean): unknown {
  try {
    return JSON.parse(strict ? text : text.replace(/^\s*(?:\/\*[^]*?\*\/\s*)+/, ''))
  } catch {
    return undefined
  }
}

function thoroughly({ file, text, code, strict }: JsoncSource): unknown {
  const errors: ParseError[] = []
  const value: unknown = jsonc().parse(text, errors, {
    allowTrailingComma: strict !== true,
    disallowComments: strict === true,
  })
  const [first] = errors
  if (first === undefined) return value
  const conflict = conflictLine(text)
  if (conflict !== undefined) {
    throw new TesseraError(code, `${file} has a merge conflict of git`, {
      location: { file, line: conflict },
      hint: 'resolve it: keep one side, or join both, and delete the lines with the markers',
    })
  }
  throw new TesseraError(code, `${file} is no valid JSON: ${wordsOf(first)}`, {
    location: { file, ...positions(text)(first.offset) },
    hint: 'mend the syntax there',
  })
}

/** First line with a conflict marker of git, from 1. */
export function conflictLine(text: string): number | undefined {
  const match = /^(?:<{7}|>{7}|\|{7}) .*$|^={7}$/m.exec(text)
  return match === null ? undefined : positions(text)(match.index).line
}

/** Where a key is written, from 1: the place nearest to the root, then the first. */
export function keyLine(text: string, key: string): number | undefined {
  let level = [jsonc().parseTree(text, [], { allowTrailingComma: true })]
  while (level.length > 0) {
    const properties = level.flatMap((node) => node?.children ?? [])
    const found = properties.find((node) => node.type === 'property' && keyOf(node) === key)
    if (found !== undefined) return positions(text)(found.offset).line
    level = properties.flatMap((node) => (node.type === 'property' ? [node.children?.[1]] : [node]))
  }
  return undefined
}

/** The first key of the root object that stands there a second time: `JSON.parse` would hide it. */
export function twinKey(text: string): { readonly key: string; readonly line: number } | undefined {
  const seen = new Set<string>()
  for (const property of jsonc().parseTree(text, [], { allowTrailingComma: true })?.children ?? []) {
    const key = keyOf(property)
    if (seen.has(key)) return { key, line: positions(text)(property.offset).line }
    seen.add(key)
  }
  return undefined
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value)
}

/** `ValueExpected` as `value expected`. */
function wordsOf(error: ParseError): string {
  return jsonc()
    .printParseErrorCode(error.error)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}

let loaded: typeof Jsonc | undefined

/** Loaded when it is needed, which is seldom. */
function jsonc(): typeof Jsonc {
  loaded ??= createRequire(import.meta.url)('jsonc-parser') as typeof Jsonc
  return loaded
}
