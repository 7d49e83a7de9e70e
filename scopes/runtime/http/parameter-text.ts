import { type Issue, join, type ParametersDefinition, type ParameterType, report } from '@tessera/runtime.core'

export type Parameters = Readonly<Record<string, unknown>>

/** The texts of each parameter that is there: one, or one for each item. What has no text form is reported. */
export function toTexts(parameters: Parameters, issues: Issue[]): [name: string, texts: string[]][] {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map((item) => toText(item, name, issues))])
}

/** Reads texts as what the contract says they are. Text that is none of it stays text: the check will say so. */
export function fromTexts(
  texts: Iterable<readonly [name: string, texts: readonly string[]]>,
  definition: ParametersDefinition,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, items] of texts) {
    const type = Object.hasOwn(definition.types, name) ? definition.types[name] : undefined
    if (name !== '__proto__') values[name] = fromItems(items, type ?? 'string')
  }
  for (const name of definition.required ?? []) {
    if (!Object.hasOwn(values, name) && isArray(definition.types[name])) values[name] = []
  }
  return values
}

export function isArray(type: ParameterType | undefined): boolean {
  return type?.endsWith('[]') ?? false
}

/** No UTF-8 can say it. */
const LONE_SURROGATE = /\p{Surrogate}/u

function toText(value: unknown, name: string, issues: Issue[]): string {
  if (typeof value === 'string' && !LONE_SURROGATE.test(value)) return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  report(issues, join('', name), 'parameter', 'has no form as a parameter')
  return ''
}

function fromItems(items: readonly string[], type: ParameterType): unknown {
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
