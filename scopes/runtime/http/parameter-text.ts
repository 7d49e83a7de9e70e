import {
  type Issue,
  isObject,
  join,
  type ParametersDefinition,
  type ParameterStyle,
  type ParameterType,
  report,
} from '@tessera/runtime.core'

export type Parameters = Readonly<Record<string, unknown>>

/** A parameter as text: one, that of each item, or that of each property. */
export type Texts =
  | { readonly text: string }
  | { readonly items: readonly string[] }
  | { readonly pairs: readonly (readonly [key: string, text: string])[] }

/** The texts of each parameter that is there. What has no text form is reported. */
export function toTexts(parameters: Parameters, issues: Issue[]): [name: string, texts: Texts][] {
  const all: [string, Texts][] = []
  for (const name of Object.keys(parameters)) {
    const value = parameters[name]
    if (value !== undefined) all.push([name, textsOf(value, name, issues)])
  }
  return all
}

function textsOf(value: unknown, name: string, issues: Issue[]): Texts {
  if (Array.isArray(value)) return { items: value.map((item) => toText(item, name, issues)) }
  if (!isObject(value)) return { text: toText(value, name, issues) }
  const given = Object.entries(value).filter(([, one]) => one !== undefined)
  return { pairs: given.map(([key, one]) => [toText(key, name, issues), toText(one, name, issues)]) }
}

/** No UTF-8 can say it. */
const LONE_SURROGATE = /\p{Surrogate}/u

function toText(value: unknown, name: string, issues: Issue[]): string {
  if (typeof value === 'string' && !LONE_SURROGATE.test(value)) return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  report(issues, join('', name), 'parameter', 'has no form as a parameter')
  return ''
}

/** Items, or keys and values by turns or joined, as the style of one parameter says. */
export function flatten(texts: Texts, explode: boolean, encode: (text: string) => string): string[] {
  if ('text' in texts) return [encode(texts.text)]
  if ('items' in texts) return texts.items.map(encode)
  return texts.pairs.flatMap(([key, text]) =>
    explode ? [`${encode(key)}=${encode(text)}`] : [encode(key), encode(text)],
  )
}

/** What parts hold that `flatten` made: the value of a parameter of this type. */
export function gather(parts: readonly string[], explode: boolean, reading: Reading): unknown {
  const { type, decode } = reading
  if (type !== 'object') return fromItems(parts.map(decode), type)
  const pairs = explode
    ? parts.map((part): [string, string] => {
        const at = part.indexOf('=')
        return at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
      })
    : parts.flatMap((part, index): [string, string][] => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : []))
  return fromPairs(
    pairs.map(([key, text]) => [decode(key), decode(text)]),
    reading,
  )
}

/** How the parts of one parameter are read. */
export interface Reading {
  readonly type: ParameterType
  /** Of an object. */
  readonly properties: Readonly<Record<string, ParameterType>>
  readonly decode: (text: string) => string
}

export function readingOf(definition: ParametersDefinition, name: string, decode: Reading['decode']): Reading {
  return { type: typeOf(definition, name), properties: definition.properties?.[name] ?? {}, decode }
}

export function typeOf({ types }: ParametersDefinition, name: string): ParameterType {
  return (Object.hasOwn(types, name) ? types[name] : undefined) ?? 'string'
}

export function styleOf({ styles }: ParametersDefinition, name: string): ParameterStyle {
  return (styles && Object.hasOwn(styles, name) ? styles[name] : undefined) ?? {}
}

/** Properties given more than once become an array: the check refuses it. */
export function fromPairs(
  pairs: readonly (readonly [key: string, text: string])[],
  { properties }: Pick<Reading, 'properties'>,
): Record<string, unknown> {
  const texts = new Map<string, string[]>()
  for (const [key, text] of pairs) texts.set(key, [...(texts.get(key) ?? []), text])
  const value: Record<string, unknown> = {}
  for (const [key, items] of texts) {
    const type = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (key !== '__proto__') value[key] = fromItems(items, type ?? 'string')
  }
  return value
}

/** What is required and says nothing of itself where it is empty is read as empty. */
export function fillEmpty(values: Record<string, unknown>, definition: ParametersDefinition): Record<string, unknown> {
  for (const name of definition.required ?? []) {
    if (Object.hasOwn(values, name)) continue
    if (isArray(definition.types[name])) values[name] = []
    else if (definition.types[name] === 'object') values[name] = {}
  }
  return values
}

export function isArray(type: string | undefined): boolean {
  return type?.endsWith('[]') ?? false
}

/** Reads texts as what the contract says they are. Text that is none of it stays text: the check will say so. */
export function fromItems(items: readonly string[], type: ParameterType): unknown {
  if (isArray(type)) return items.map((item) => fromText(item, type.slice(0, -2)))
  // Given more than once where one is asked for: the check refuses an array.
  return items.length === 1 ? fromText(items[0] ?? '', type) : items.map((item) => fromText(item, type))
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i

function fromText(text: string, type: string): unknown {
  if (type === 'number') return NUMBER.test(text) ? Number(text) : text
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** What a reader makes of texts, whatever style they travel in. */
export function fromTexts(
  texts: Iterable<readonly [name: string, texts: Texts]>,
  definition: ParametersDefinition,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, written] of texts) {
    if (name === '__proto__') continue
    const { type, properties } = readingOf(definition, name, (text) => text)
    if ('pairs' in written) values[name] = fromPairs(written.pairs, { properties })
    else values[name] = fromItems('text' in written ? [written.text] : written.items, type)
  }
  return fillEmpty(values, definition)
}
