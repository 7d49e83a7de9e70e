import { type Issue, join, type ParametersDefinition, report } from '@tessera/runtime.core'
import { fromTexts, isArray, type Parameters, toTexts } from './parameter-text.ts'

/** Values as UTF-8; the items of an array are parted by commas, so none may hold one. */
export function encodeHeaders(parameters: Parameters, issues: Issue[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, texts] of toTexts(parameters, issues)) {
    const array = Array.isArray(parameters[name])
    if (array && texts.length === 0) continue
    if (texts.some((text) => !travels(text, array)))
      report(issues, join('', name), 'header', 'cannot travel in a header')
    headers[name.toLowerCase()] = Buffer.from(texts.join(', '), 'utf8').toString('latin1')
  }
  return headers
}

/** Reads the declared headers only: there are always others. */
export function decodeHeaders(
  headers: Readonly<Record<string, string>>,
  definition: ParametersDefinition,
): Record<string, unknown> {
  const texts = Object.entries(definition.types).flatMap(([name, type]): [string, string[]][] => {
    const raw = headers[name.toLowerCase()]
    if (raw === undefined) return []
    const text = decodeText(raw)
    return [[name, isArray(type) ? text.split(',').map((item) => item.trim()) : [text]]]
  })
  return fromTexts(texts, definition)
}

/** Line ends would begin another header, and white space around a value is lost on the way. */
function travels(text: string, item: boolean): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000A-\u001F\u007F]/.test(text) && text === text.trim() && !(item && /,|^$/.test(text))
}

/** Node reads headers as Latin-1, whatever was sent. */
function decodeText(raw: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\u0000-\u007F]*$/.test(raw)) return raw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(raw, 'latin1'))
  } catch {
    return raw
  }
}
