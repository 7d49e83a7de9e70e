import { type Issue, join, type ParametersDefinition, type ParameterStyle, report } from '@tessera/runtime.core'
import {
  fillEmpty,
  flatten,
  fromItems,
  fromPairs,
  gather,
  isArray,
  type Parameters,
  readingOf,
  styleOf,
  type Texts,
  toTexts,
  typeOf,
} from './parameter-text.ts'

/** `?tag=a&tag=b`, or nothing. Arrays are exploded unless their style says otherwise; an empty one is absent. */
export function encodeQuery(parameters: Parameters, issues: Issue[], definition?: ParametersDefinition): string {
  const pairs: string[] = []
  for (const [name, texts] of toTexts(parameters, issues)) {
    const style = definition === undefined ? {} : styleOf(definition, name)
    for (const [key, text] of pairsOf({ name, texts, style }, issues)) {
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(text)}`)
    }
  }
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

interface Parameter {
  readonly name: string
  readonly texts: Texts
  readonly style: ParameterStyle
}

function pairsOf({ name, texts, style }: Parameter, issues: Issue[]): readonly (readonly [string, string])[] {
  if ('text' in texts) return [[name, texts.text]]
  if ('pairs' in texts && style.style === 'deepObject') {
    return texts.pairs.map(([key, text]) => [deepKey(name, key, issues), text])
  }
  const separator = separatorOf(style)
  if (separator === undefined) return 'items' in texts ? texts.items.map((item) => [name, item]) : texts.pairs
  const parts = flatten(texts, false, (text) => text)
  if (parts.some((part) => part.includes(separator)))
    report(issues, join('', name), 'style', `cannot hold "${separator}"`)
  return parts.length === 0 ? [] : [[name, parts.join(separator)]]
}

function deepKey(name: string, key: string, issues: Issue[]): string {
  if (/[[\]]/.test(key)) report(issues, join('', name), 'style', 'cannot hold a property with "[" or "]" in its name')
  return `${name}[${key}]`
}

/** Reads what stands after the question mark, undeclared parameters too: a strict check refuses them. */
export function decodeQuery(query: string, definition: ParametersDefinition): Record<string, unknown> {
  const given = new Map<string, string[]>()
  if (query !== '') {
    for (const [name, text] of new URLSearchParams(query)) {
      const texts = given.get(name)
      if (texts === undefined) given.set(name, [text])
      else texts.push(text)
    }
  }
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(definition.types)) {
    const value = take(given, name, definition)
    if (value !== undefined && name !== '__proto__') values[name] = value
  }
  for (const [name, texts] of given) if (name !== '__proto__') values[name] = fromItems(texts, 'string')
  return fillEmpty(values, definition)
}

/** The value of one parameter; what it is made of is not looked at again. */
function take(given: Map<string, string[]>, name: string, definition: ParametersDefinition): unknown {
  const style = styleOf(definition, name)
  const type = typeOf(definition, name)
  if (type === 'object' && (style.style === 'deepObject' || separatorOf(style) === undefined)) {
    return takeObject(given, name, definition)
  }
  const texts = given.get(name)
  if (texts === undefined) return undefined
  given.delete(name)
  const separator = isArray(type) || type === 'object' ? separatorOf(style) : undefined
  if (separator === undefined) return fromItems(texts, type)
  const parts = texts.flatMap((text) => text.split(separator))
  return gather(
    parts,
    false,
    readingOf(definition, name, (text) => text),
  )
}

/** Of `filter[color]=red`, or of the properties as parameters of their own. */
function takeObject(given: Map<string, string[]>, name: string, definition: ParametersDefinition): unknown {
  const properties = definition.properties?.[name] ?? {}
  const isDeep = styleOf(definition, name).style === 'deepObject'
  const pairs: [string, string][] = []
  for (const [key, texts] of given) {
    const property = isDeep ? propertyOf(key, name) : Object.hasOwn(properties, key) ? key : undefined
    if (property === undefined) continue
    given.delete(key)
    for (const text of texts) pairs.push([property, text])
  }
  return pairs.length === 0 ? undefined : fromPairs(pairs, { properties })
}

function propertyOf(key: string, name: string): string | undefined {
  return key.startsWith(`${name}[`) && key.endsWith(']') ? key.slice(name.length + 1, -1) : undefined
}

const SEPARATORS: Readonly<Record<string, string>> = { form: ',', spaceDelimited: ' ', pipeDelimited: '|' }

/** What parts the items that are written as one text. Exploded unless something is said, but with a delimiter. */
function separatorOf({ style = 'form', explode }: ParameterStyle): string | undefined {
  return (explode ?? style === 'form') ? undefined : SEPARATORS[style]
}
