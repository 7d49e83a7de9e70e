import { fromBinary, type Issue, join, type ParametersDefinition, report, toBinary } from '@tessera/runtime.core'
import {
  fillEmpty,
  flatten,
  gather,
  isArray,
  type Parameters,
  readingOf,
  styleOf,
  toTexts,
  typeOf,
} from './parameter-text.ts'

/** Values as UTF-8; items and properties are parted by commas, so none may hold one. */
export function encodeHeaders(
  parameters: Parameters,
  issues: Issue[],
  definition?: ParametersDefinition,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, texts] of toTexts(parameters, issues)) {
    const { explode = false } = definition === undefined ? {} : styleOf(definition, name)
    const isList = !('text' in texts)
    const parts = flatten(texts, explode, (text) => text)
    if (isList && parts.length === 0) continue
    const isTorn = 'pairs' in texts && explode && texts.pairs.some(([key]) => key.includes('='))
    if (isTorn || parts.some((text) => !travels(text, isList)))
      report(issues, join('', name), 'header', 'cannot travel in a header')
    headers[name.toLowerCase()] = encodeText(parts.join(', '))
  }
  return headers
}

/** Reads the declared headers only: there are always others. */
export function decodeHeaders(
  headers: Readonly<Record<string, string>>,
  definition: ParametersDefinition,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(definition.types)) {
    const raw = headers[name.toLowerCase()]
    if (raw === undefined || name === '__proto__') continue
    const text = decodeText(raw)
    const type = typeOf(definition, name)
    const parts = isArray(type) || type === 'object' ? text.split(',').map((item) => item.trim()) : [text]
    const { explode = false } = styleOf(definition, name)
    values[name] = gather(
      parts,
      explode,
      readingOf(definition, name, (part) => part),
    )
  }
  return fillEmpty(values, definition)
}

/** Line ends would begin another header, and white space around a value is lost on the way. */
function travels(text: string, item: boolean): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000A-\u001F\u007F]/.test(text) && text === text.trim() && !(item && /,|^$/.test(text))
}

// oxlint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007F]*$/

function encodeText(text: string): string {
  return ASCII.test(text) ? text : toBinary(new TextEncoder().encode(text))
}

/** Headers are read as Latin-1, whatever was sent. */
function decodeText(raw: string): string {
  if (ASCII.test(raw)) return raw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fromBinary(raw))
  } catch {
    return raw
  }
}
