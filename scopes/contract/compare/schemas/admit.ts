import { isRecord } from '@tessera/core.model'
import { isValid, matches, propertyNodes } from './evaluate.ts'
import type { Node, Part, PartOf } from './node.ts'

/**
 * Whether a valid value has no undeclared properties, anywhere: what the lenient policy admits. All that applies to an
 * object declares its properties together, through `allOf`, references and the branches that hold.
 */
export function isAdmitted(nodes: readonly Node[], value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  const parts = nodes.flatMap((node) => applied(node, value, []))
  if (Array.isArray(value)) {
    return value.every((item, index) => isAdmitted(itemNodes(parts, item, index), item))
  }
  return isRecord(value) && hasOnlyDeclared(parts, value)
}

/** The parts that apply to the value itself, with those of the branches that hold. */
function applied(node: Node, value: unknown, open: readonly Part[]): Part[] {
  return node.parts.flatMap((part): Part[] => {
    if (open.includes(part)) return []
    const inner = branchesThatHold(part, value).flatMap((branch) => applied(branch, value, [...open, part]))
    return [part, ...inner]
  })
}

function branchesThatHold(part: Part, value: unknown): readonly Node[] {
  switch (part.kind) {
    case 'any':
    case 'one':
      return part.nodes.filter((node) => isValid(node, value))
    case 'if':
      return isValid(part.test, value) ? [part.test, part.yes] : [part.no]
    case 'ref':
      return [part.target()]
    case 'dependent':
      return isRecord(value) && Object.hasOwn(value, part.name) ? [part.node] : []
    default:
      return []
  }
}

function itemNodes(parts: readonly Part[], item: unknown, index: number): Node[] {
  return parts.flatMap((part) => {
    if (part.kind === 'items') return [part.prefix[index] ?? part.rest]
    return part.kind === 'contains' && isValid(part.node, item) ? [part.node] : []
  })
}

function hasOnlyDeclared(parts: readonly Part[], value: Readonly<Record<string, unknown>>): boolean {
  const declaring = parts.filter((part) => part.kind === 'properties')
  const required = new Set(parts.flatMap((part) => (part.kind === 'required' ? [part.name] : [])))
  const closed = isClosed(declaring)
  return Object.keys(value).every((name) => {
    if (closed && !required.has(name) && !declaring.some((part) => declares(part, name))) return false
    return isAdmitted(
      declaring.flatMap((part) => propertyNodes(part, name)),
      value[name],
    )
  })
}

/** Whether closed writers add nothing to what these declare. */
export function isClosed(parts: readonly PartOf<'properties'>[]): boolean {
  return parts.some(({ closing }) => closing === 'closes') && !parts.some(({ closing }) => closing === 'opens')
}

export function declares({ names, patterns }: PartOf<'properties'>, name: string): boolean {
  return names.has(name) || patterns.some(([source]) => matches(source, name))
}
