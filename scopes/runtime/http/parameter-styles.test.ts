import fc from 'fast-check'
import type { Issue, ParametersDefinition, ParameterStyle, ParameterType } from '@tessera/runtime.core'
import { describe, expect, test } from 'vitest'
import { decodeHeaders, encodeHeaders } from './header-values.ts'
import { decodePath, fillPath, pathMatcher } from './path.ts'
import { decodeQuery, encodeQuery } from './query.ts'

const NOTHING = { check: () => {} }
const PROPERTIES = { R: 'number', G: 'string', on: 'boolean' } as const

function definitionOf(type: ParameterType, style: ParameterStyle): ParametersDefinition {
  return { ...NOTHING, types: { color: type }, properties: { color: PROPERTIES }, styles: { color: style } }
}

const text = fc.string({ unit: 'grapheme' })
const scalars = {
  string: text,
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0),
  boolean: fc.boolean(),
}
const object = fc.record({ R: scalars.number, G: text, on: fc.boolean() }, { requiredKeys: ['R'] })
const values: Readonly<Partial<Record<ParameterType, fc.Arbitrary<unknown>>>> = {
  ...scalars,
  'string[]': fc.array(text, { minLength: 1 }),
  'number[]': fc.array(scalars.number, { minLength: 1 }),
  object,
}

/** How many values came back; one that the style cannot say is reported by the writer, and is no case then. */
function roundTrips(type: ParameterType, way: (value: unknown, issues: Issue[]) => unknown): number {
  let carried = 0
  fc.assert(
    fc.property(values[type] ?? text, (value) => {
      const issues: Issue[] = []
      const back = way(value, issues)
      if (issues.length > 0) return
      carried++
      expect(back).toEqual({ color: value })
    }),
    { numRuns: 200 },
  )
  return carried
}

const TYPES = ['string', 'number', 'boolean', 'string[]', 'number[]', 'object'] as const
const EXPLODE = [false, true] as const
const cases = (styles: readonly NonNullable<ParameterStyle['style']>[], types: readonly ParameterType[]) =>
  styles.flatMap((style) => EXPLODE.flatMap((explode) => types.map((type) => [style, explode, type] as const)))

describe('what was written is read again', () => {
  test.each(cases(['simple', 'label', 'matrix'], TYPES))('path, %s, explode %s, %s', (style, explode, type) => {
    const definition = definitionOf(type, { style, explode })
    const match = pathMatcher('/a/{color}/b')
    const carried = roundTrips(type, (value, issues) => {
      const path = fillPath('/a/{color}/b', { color: value }, issues, definition)
      return issues.length > 0 ? undefined : decodePath(match(path) ?? new Map(), definition)
    })
    expect(carried).toBeGreaterThan(20)
  })

  test.each([
    ...cases(['form'], TYPES),
    ...cases(['spaceDelimited', 'pipeDelimited'], ['string[]', 'number[]']),
    ...cases(['deepObject'], ['object']),
  ])('query, %s, explode %s, %s', (style, explode, type) => {
    const definition = definitionOf(type, { style, explode })
    const carried = roundTrips(type, (value, issues) =>
      decodeQuery(encodeQuery({ color: value }, issues, definition).slice(1), definition),
    )
    expect(carried).toBeGreaterThan(20)
  })

  test.each(cases(['simple'], TYPES))('header, %s, explode %s, %s', (style, explode, type) => {
    const definition = definitionOf(type, { style, explode })
    const carried = roundTrips(type, (value, issues) =>
      decodeHeaders(encodeHeaders({ color: value }, issues, definition), definition),
    )
    expect(carried).toBeGreaterThan(20)
  })
})

test.each<[string, ParameterStyle, unknown, string]>([
  // The examples of OpenAPI 3.1, "Style Examples".
  ['/{color}', { style: 'matrix' }, ['blue', 'black', 'brown'], '/;color=blue,black,brown'],
  ['/{color}', { style: 'matrix', explode: true }, ['blue', 'black', 'brown'], '/;color=blue;color=black;color=brown'],
  ['/{color}', { style: 'matrix' }, { R: 100, G: 200, B: 150 }, '/;color=R,100,G,200,B,150'],
  ['/{color}', { style: 'matrix', explode: true }, { R: 100, G: 200, B: 150 }, '/;R=100;G=200;B=150'],
  ['/{color}', { style: 'label' }, 'blue', '/.blue'],
  ['/{color}', { style: 'label' }, ['blue', 'black', 'brown'], '/.blue,black,brown'],
  ['/{color}', { style: 'label', explode: true }, ['blue', 'black', 'brown'], '/.blue.black.brown'],
  ['/{color}', { style: 'label', explode: true }, { R: 100, G: 200, B: 150 }, '/.R=100.G=200.B=150'],
  ['/{color}', { style: 'simple' }, { R: 100, G: 200, B: 150 }, '/R,100,G,200,B,150'],
  ['/{color}', { style: 'simple', explode: true }, { R: 100, G: 200, B: 150 }, '/R=100,G=200,B=150'],
  ['?', { style: 'form' }, { R: 100, G: 200, B: 150 }, '?R=100&G=200&B=150'],
  ['?', { style: 'form', explode: false }, { R: 100, G: 200, B: 150 }, '?color=R%2C100%2CG%2C200%2CB%2C150'],
  ['?', { style: 'spaceDelimited' }, ['blue', 'black', 'brown'], '?color=blue%20black%20brown'],
  ['?', { style: 'pipeDelimited' }, ['blue', 'black', 'brown'], '?color=blue%7Cblack%7Cbrown'],
  ['?', { style: 'pipeDelimited', explode: true }, ['blue', 'black'], '?color=blue&color=black'],
  ['?', { style: 'deepObject' }, { R: 100, G: 200, B: 150 }, '?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
])('%s %o of %j is %s', (template, style, value, written) => {
  const definition = definitionOf('object', style)
  const issues: Issue[] = []
  expect(
    template === '?'
      ? encodeQuery({ color: value }, issues, definition)
      : fillPath(template, { color: value }, issues, definition),
  ).toBe(written)
  expect(issues).toEqual([])
})

test('whatever a query, a path or a header holds, reading it ends in values and breaks nothing', () => {
  const type = fc.constantFrom(...TYPES)
  const style = fc.constantFrom<ParameterStyle['style']>('form', 'spaceDelimited', 'pipeDelimited', 'deepObject')
  const inPath = fc.constantFrom<ParameterStyle['style']>('simple', 'label', 'matrix')
  const noise = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('color', '__proto__', '[R]', '=', '&', ',', '.', ';', '%', '%2C', '|', '+', 'R', '1'))
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(type, style, inPath, fc.boolean(), noise, (kind, query, path, explode, raw) => {
      const asQuery = definitionOf(kind, { style: query!, explode })
      const read = decodeQuery(raw, asQuery)
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
      const asPath = definitionOf(kind, { style: path!, explode })
      const readPath = () => decodePath(new Map([['color', raw]]), asPath)
      if (isDecodable(raw)) readPath()
      decodeHeaders({ color: raw }, asPath)
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    }),
    { numRuns: 2000 },
  )
})

/** Malformed escapes are refused before anything is read. */
function isDecodable(raw: string): boolean {
  try {
    decodeURIComponent(raw)
    return true
  } catch {
    return false
  }
}
