import type { Issue, ParametersDefinition } from '@tessera/runtime.core'
import { fromTexts, type Parameters, toTexts } from './parameter-text.ts'

/** `?tag=a&tag=b`, or nothing. Arrays are exploded; an empty one is absent. */
export function encodeQuery(parameters: Parameters, issues: Issue[]): string {
  const pairs = toTexts(parameters, issues).flatMap(([name, texts]) =>
    texts.map((text) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Reads what stands after the question mark, undeclared parameters too: a strict check refuses them. */
export function decodeQuery(query: string, definition: ParametersDefinition): Record<string, unknown> {
  const texts = new Map<string, string[]>()
  for (const [name, text] of new URLSearchParams(query)) {
    const items = texts.get(name)
    if (items === undefined) texts.set(name, [text])
    else items.push(text)
  }
  return fromTexts(texts, definition)
}
