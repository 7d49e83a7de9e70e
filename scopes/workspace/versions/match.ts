import { suggestion, TesseraError } from '@tessera/core.model'
import type { ComponentNode, WorkspaceNode } from '@tessera/workspace.files'
import picomatch from 'picomatch'

/**
 * The components that patterns name, sorted by key; all of them where there is no pattern. A pattern is `scope/name`, a
 * name that is unique in the workspace, a package name, a folder, a glob over `scope/name` (`acme.orders/**`, `**\/{types,mocks}`;
 * where no `scope/name` matches, over names), several of these with commas, and `!` before what is left out.
 * @throws TesseraError `COMPONENT_NOT_FOUND`, `AMBIGUOUS_ID`, `NO_MATCH`, `INVALID_PATTERN`
 */
export function matchComponents(
  patterns: readonly string[],
  nodes: readonly WorkspaceNode[],
): readonly ComponentNode[] {
  const components = nodes.filter((node) => node.kind === 'component')
  const items = patterns.flatMap(splitPattern)
  const included = items.filter((item) => !item.startsWith('!'))
  const chosen = new Set(included.length === 0 ? components : included.flatMap((item) => matchOne(item, components)))
  for (const item of items) {
    if (item.startsWith('!')) for (const component of matchOne(item.slice(1), components)) chosen.delete(component)
  }
  return [...chosen].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** Whether a pattern names one component rather than what happens to match. */
export function isExactPattern(pattern: string): boolean {
  return !/[*?{}[\]()!,]/.test(pattern)
}

/** At commas, except those within braces. */
function splitPattern(pattern: string): string[] {
  const items = ['']
  let depth = 0
  for (const character of pattern) {
    if (character === '{') depth++
    if (character === '}') depth--
    if (character === ',' && depth === 0) items.push('')
    else items[items.length - 1] += character
  }
  return items.map((item) => checked(item.trim(), pattern))
}

function checked(item: string, pattern: string): string {
  const body = item.startsWith('!') ? item.slice(1) : item
  if (body === '' || body.startsWith('!') || /[\s\\]/.test(body)) throw invalidPattern(pattern)
  return item
}

function matchOne(item: string, components: readonly ComponentNode[]): readonly ComponentNode[] {
  return isExactPattern(item) ? [findExact(item, components)] : matchGlob(item, components)
}

function findExact(item: string, components: readonly ComponentNode[]): ComponentNode {
  const direct = components.find((component) =>
    [component.key, component.packageName, component.rootDir].includes(item),
  )
  if (direct !== undefined) return direct
  const named = components.filter((component) => component.id.name === item)
  if (named.length > 1) {
    throw new TesseraError('AMBIGUOUS_ID', `"${item}" names ${named.length} components`, {
      hint: `name one of them in full: ${named.map((component) => component.key).join(', ')}`,
    })
  }
  if (named[0] === undefined) throw notFound(item, components)
  return named[0]
}

function notFound(item: string, components: readonly ComponentNode[]): TesseraError {
  const withoutVersion = item.lastIndexOf('@') > 0 ? item.slice(0, item.lastIndexOf('@')) : item
  const known = components.flatMap((component) => [component.key, component.id.name])
  const hint = known.includes(withoutVersion)
    ? `a pattern has no version: write ${withoutVersion}`
    : '`tessera list` names the components of this workspace'
  return new TesseraError(
    'COMPONENT_NOT_FOUND',
    `no component "${item}" in this workspace${suggestion(withoutVersion, known)}`,
    { hint },
  )
}

function matchGlob(item: string, components: readonly ComponentNode[]): readonly ComponentNode[] {
  const matches = compileGlob(item)
  const byKey = components.filter((component) => matches(component.key))
  const found = byKey.length > 0 ? byKey : components.filter((component) => matches(component.id.name))
  if (found.length === 0) {
    throw new TesseraError('NO_MATCH', `no component matches "${item}"`, {
      hint: 'a glob is matched against scope/name: "acme.orders/**" is all of a scope, "**/types" all that end so',
    })
  }
  return found
}

function compileGlob(item: string): (text: string) => boolean {
  try {
    return picomatch(item, { strictBrackets: true })
  } catch (cause) {
    throw invalidPattern(item, cause)
  }
}

function invalidPattern(pattern: string, cause?: unknown): TesseraError {
  const detail = cause instanceof Error ? `: ${cause.message}` : ''
  return new TesseraError('INVALID_PATTERN', `"${pattern}" is no pattern${detail}`, {
    hint: 'a pattern is scope/name, or a glob as in "acme.orders/**" or "**/{types,mocks}", with ! before what is left out',
    cause,
  })
}
