import { type Issue, join, type ParametersDefinition, type ParameterStyle, report } from '@tessera/runtime.core'
import {
  fillEmpty,
  flatten,
  gather,
  isArray,
  type Parameters,
  readingOf,
  styleOf,
  type Texts,
  toTexts,
  typeOf,
} from './parameter-text.ts'

const PARAMETER = /\{([^{}]+)\}/g

/** Puts parameters into `/orders/{id}`; the items of an array are parted by commas unless their style says otherwise. */
export function fillPath(
  template: string,
  parameters: Parameters,
  issues: Issue[],
  definition?: ParametersDefinition,
): string {
  const texts = new Map(toTexts(parameters, issues))
  const path = template.replaceAll(PARAMETER, (_, name: string) => {
    const written = texts.get(name)
    const style = definition === undefined ? {} : styleOf(definition, name)
    const text = written === undefined || isEmpty(written, style) ? '' : segmentOf(name, written, style)
    if (text === '' && issues.length === 0) report(issues, join('', name), 'path', 'must not be empty in a path')
    return text
  })
  // Servers and proxies take such a segment away, and the call would go elsewhere.
  if (/\/(?:\.|%2e){1,2}(?=\/|$)/i.test(path)) {
    report(issues, '', 'path', 'must not make a segment of "." or ".."')
  }
  return path
}

/** An empty list or object has no form; an empty text has one where its name goes before it. */
function isEmpty(texts: Texts, { style = 'simple' }: ParameterStyle): boolean {
  if ('text' in texts) return texts.text === '' && style === 'simple'
  if ('items' in texts) return texts.items.length === 0 || (texts.items.join('') === '' && style === 'simple')
  return texts.pairs.length === 0
}

function segmentOf(name: string, texts: Texts, { style = 'simple', explode = false }: ParameterStyle): string {
  const parts = flatten(texts, explode, style === 'label' ? encodeDots : encodeURIComponent)
  const key = encodeURIComponent(name)
  switch (style) {
    case 'label':
      return `.${parts.join(explode ? '.' : ',')}`
    case 'matrix':
      if (!explode || 'text' in texts) return `;${key}=${parts.join(',')}`
      return parts.map((part) => ('pairs' in texts ? `;${part}` : `;${key}=${part}`)).join('')
    default:
      return parts.join(',')
  }
}

/** Dots part the items of a label. */
function encodeDots(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E')
}

export type PathMatcher = (pathname: string) => ReadonlyMap<string, string> | undefined

/** Reads the still encoded texts of a path's parameters. What stands before the template (a mount point) is skipped. */
export function pathMatcher(template: string, mounted = false): PathMatcher {
  const names = Array.from(template.matchAll(PARAMETER), (match) => match[1] ?? '')
  const pattern = template
    .split(PARAMETER)
    .map((part, index) => (index % 2 === 1 ? '([^/]+?)' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('')
  const expression = new RegExp(`${mounted ? '' : '^'}${pattern}$`)
  return (pathname) => {
    const match = expression.exec(pathname)
    return match === null ? undefined : new Map(names.map((name, index) => [name, match[index + 1] ?? '']))
  }
}

/** @throws URIError where an escape is malformed */
export function decodePath(
  encoded: ReadonlyMap<string, string>,
  definition: ParametersDefinition,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, text] of encoded) {
    const style = styleOf(definition, name)
    const isList = isArray(typeOf(definition, name)) || typeOf(definition, name) === 'object'
    const parts = partsOf(text, { name, style, isList })
    if (name !== '__proto__') {
      values[name] = gather(parts, style.explode ?? false, readingOf(definition, name, decodeURIComponent))
    }
  }
  return fillEmpty(values, definition)
}

interface Segment {
  readonly name: string
  readonly style: ParameterStyle
  readonly isList: boolean
}

/** What `segmentOf` joined. Text in another style is read as it is: the check will say so. */
function partsOf(text: string, { name, style: { style = 'simple', explode = false }, isList }: Segment): string[] {
  if (style === 'simple') return isList ? text.split(',') : [text]
  const mark = style === 'label' ? '.' : ';'
  if (!text.startsWith(mark)) return [text]
  const rest = text.slice(1)
  if (style === 'label') return isList ? rest.split(explode ? '.' : ',') : [rest]
  const key = `${encodeURIComponent(name)}=`
  const own = (part: string): string => (part.startsWith(key) ? part.slice(key.length) : `${part}=` === key ? '' : part)
  if (!isList) return [own(rest)]
  return explode ? rest.split(';').map(own) : own(rest).split(',')
}
