import { type Issue, join, type ParametersDefinition, report } from '@tessera/runtime.core'
import { fromTexts, isArray, type Parameters, toTexts } from './parameter-text.ts'

const PARAMETER = /\{([^{}]+)\}/g

/** Puts parameters into `/orders/{id}`; the items of an array are parted by commas. */
export function fillPath(template: string, parameters: Parameters, issues: Issue[]): string {
  const texts = new Map(toTexts(parameters, issues))
  const path = template.replaceAll(PARAMETER, (_, name: string) => {
    const items = texts.get(name) ?? []
    if (issues.length === 0 && items.join('') === '')
      report(issues, join('', name), 'path', 'must not be empty in a path')
    return items.map(encodeURIComponent).join(',')
  })
  // Servers and proxies take such a segment away, and the call would go elsewhere.
  if (/\/\.{1,2}(?=\/|$)/.test(path)) report(issues, '', 'path', 'must not make a segment of "." or ".."')
  return path
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
  const texts = Array.from(encoded, ([name, text]): [string, string[]] => [
    name,
    (isArray(definition.types[name]) ? text.split(',') : [text]).map(decodeURIComponent),
  ])
  return fromTexts(texts, definition)
}
