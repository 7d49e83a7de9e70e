import { type Issue, join, type ParametersDefinition, report } from '@tessera/runtime.core'
import { fromTexts, isArray, type Parameters, toTexts } from './parameter-text.ts'

/** `?tag=a&tag=b`, or nothing. Arrays are exploded unless their style says otherwise; an empty one is absent. */
export function encodeQuery(parameters: Parameters, issues: Issue[], definition?: ParametersDefinition): string {
  const pairs = toTexts(parameters, issues).flatMap(([name, texts]) => {
    const separator = separatorOf(name, definition)
    const key = encodeURIComponent(name)
    if (separator === undefined || texts.length === 0) return texts.map((text) => `${key}=${encodeURIComponent(text)}`)
    if (texts.some((text) => text.includes(separator)))
      report(issues, join('', name), 'style', `cannot hold "${separator}"`)
    return [`${key}=${texts.map((text) => encodeURIComponent(text)).join(encodeURIComponent(separator))}`]
  })
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Reads what stands after the question mark, undeclared parameters too: a strict check refuses them. */
export function decodeQuery(query: string, definition: ParametersDefinition): Record<string, unknown> {
  const texts = new Map<string, string[]>()
  for (const [name, text] of new URLSearchParams(query)) {
    const separator = separatorOf(name, definition)
    const parts = separator === undefined ? [text] : text.split(separator)
    const items = texts.get(name)
    if (items === undefined) texts.set(name, parts)
    else items.push(...parts)
  }
  return fromTexts(texts, definition)
}

const SEPARATORS: Readonly<Record<string, string>> = { form: ',', spaceDelimited: ' ', pipeDelimited: '|' }

/** What parts the items of an array that is written as one text. */
function separatorOf(name: string, definition: ParametersDefinition | undefined): string | undefined {
  const said = definition?.styles
  const style = said && Object.hasOwn(said, name) ? said[name] : undefined
  if (style === undefined || definition === undefined || !isArray(definition.types[name])) return undefined
  const { style: kind = 'form', explode = kind === 'form' } = style
  return explode ? undefined : SEPARATORS[kind]
}
