import type { ParameterStyle } from '@tessera/contract.define/document'
import { isRecord } from '@tessera/core.model'
import { asText } from './mocks.ts'

export type Part = 'params' | 'query' | 'headers'
type Pair = readonly [key: string, value: string]

/** What stands in a query for one parameter, as OpenAPI's styles say. */
export function queryPairs(name: string, value: unknown, style: ParameterStyle = {}): readonly Pair[] {
  const { style: kind = 'form', explode = kind === 'form' } = style
  if (isRecord(value)) {
    const pairs = Object.entries(value).map(([key, one]): Pair => [key, asText(one)])
    if (kind === 'deepObject') return pairs.map(([key, text]) => [`${name}[${key}]`, text])
    return explode ? pairs : [[name, pairs.flat().join(',')]]
  }
  if (!Array.isArray(value)) return [[name, asText(value)]]
  const texts = value.map(asText)
  return explode ? texts.map((text) => [name, text]) : [[name, texts.join(SEPARATORS[kind] ?? ',')]]
}

const SEPARATORS: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

/** A parameter of a path or header as text. */
export function parameterText(name: string, value: unknown, style: ParameterStyle = {}): string {
  const { style: kind = 'simple', explode = false } = style
  const parts = partsOf(value, explode)
  if (kind === 'label') return `.${parts.join(explode ? '.' : ',')}`
  if (kind !== 'matrix') return parts.join(',')
  if (!explode) return `;${name}=${parts.join(',')}`
  return parts.map((part) => (isRecord(value) ? `;${part}` : `;${name}=${part}`)).join('')
}

function partsOf(value: unknown, explode: boolean): readonly string[] {
  if (Array.isArray(value)) return value.map(asText)
  if (!isRecord(value)) return [asText(value)]
  return Object.entries(value).flatMap(([key, one]) => (explode ? [`${key}=${asText(one)}`] : [key, asText(one)]))
}
