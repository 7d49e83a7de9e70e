import { createRequire } from 'node:module'
import type * as Jsonc from 'jsonc-parser'
import type { Node } from 'jsonc-parser'
import { positions } from './lines.ts'

/**
 * Where a JSON pointer leads in a text of JSON, from 1; the nearest place above it where it leads nowhere, and where the
 * text is broken, the place where it breaks.
 */
export function jsonPlace(text: string, pointer: string): { readonly line: number; readonly column: number } {
  const { parseTree } = createRequire(import.meta.url)('jsonc-parser') as typeof Jsonc
  const errors: Jsonc.ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true })
  const [first] = errors
  const offset = first?.offset ?? root?.offset ?? 0
  if (first !== undefined || root === undefined) return positions(text)(offset)
  return positions(text)(descend(root, pointer.split('/').slice(1).map(unescape)))
}

/** A member is found at its key, an item at its value. */
function descend(root: Node, path: readonly string[]): number {
  let node: Node | undefined = root
  let { offset } = root
  for (const part of path) {
    const child: Node | undefined = memberOf(node, part)
    if (child === undefined) return offset
    offset = child.offset
    node = child.type === 'property' ? child.children?.[1] : child
  }
  return offset
}

function memberOf(node: Node | undefined, part: string): Node | undefined {
  const children = node?.children ?? []
  if (node?.type === 'array') return /^\d+$/.test(part) ? children[Number(part)] : undefined
  return children.find((child) => child.children?.[0]?.value === part)
}

function unescape(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
